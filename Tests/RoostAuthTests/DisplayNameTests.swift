import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("DisplayName: what people want to be called")
struct DisplayNameTests {
    @Test(
        "any script, marks and emoji are kept",
        arguments: [
            "Ada Lovelace", "Łukasz", "Ольга", "محمد", "李小龍", "Zoë", "می‌خواهم", "👩‍🚀", "❤️", "O'Neil (she/her)",
        ]
    )
    func keeps(text: String) throws {
        #expect(try DisplayName(text).text == text)
    }

    @Test("it is composed, and the space around it is dropped")
    func normalised() throws {
        #expect(try Array(DisplayName("  Zoe\u{308} ").text.utf8) == Array("Zo\u{EB}".utf8))
    }

    @Test(
        "what is invisible, or changes the text around it, is refused",
        arguments: [
            "a\u{202E}b", "a\u{2066}b", "a\u{200E}b", "a\u{200B}b", "a\u{FEFF}b", "a\u{0}b", "a\nb",
            "a\u{85}b",
            "a\u{2028}b", "a\u{A0}b", "a\u{2003}b", "\u{200D}", "\u{301}", "\u{3164}", "\u{115F}", "\u{2800}",
            "a\u{E000}", "a\u{E0041}", "a\u{AD}b",
        ]
    )
    func refuses(text: String) {
        #expect(throws: DisplayNameError.character) { try DisplayName(text) }
    }

    @Test("it has 1 to 64 characters and at most 256 bytes")
    func length() throws {
        _ = try DisplayName(String(repeating: "李", count: 64))
        for text in [
            "", " ", String(repeating: "a", count: 65), "a" + String(repeating: "\u{301}", count: 200),
        ] {
            #expect(throws: DisplayNameError.length) { try DisplayName(text) }
        }
    }

    @Test("a user has one once it is set, and none once it is taken away")
    func sets() async throws {
        let stage = try await Stage()
        let session = try await stage.authority.enter("ada").session
        #expect(try await stage.authority.displayName(of: session) == nil)
        try await stage.authority.setDisplayName(try DisplayName("Ada L."), of: session)
        #expect(try await stage.authority.displayName(of: session) == "Ada L.")
        try await stage.authority.setDisplayName(nil, of: session)
        #expect(try await stage.authority.displayName(of: session) == nil)
    }
}
