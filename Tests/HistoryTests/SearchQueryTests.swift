import RoostKit
import Testing

@testable import History

@Suite("History: what people type to search")
struct SearchQueryTests {
    @Test("words, phrases, beginnings and conditions are told apart")
    func parses() throws {
        let query = try SearchQuery(
            #"tea "green leaf" cak* "big ca"* from:Ada from:ben in:lobby has:link HAS:reply before:2026-03-02"#
        )
        #expect(
            query.terms == [
                .init(text: "tea"), .init(text: "green leaf"), .init(text: "cak*", isPrefix: true),
                .init(text: "big ca", isPrefix: true),
            ]
        )
        #expect(query.authors == ["ada", "ben"])
        #expect(query.rooms == ["lobby"])
        #expect(query.features == [.link, .reply])
        #expect(query.before == 1_772_409_600_000)
        #expect(query.after == nil)
    }

    @Test("a time may be given to the millisecond; of several the narrowest holds")
    func times() throws {
        let query = try SearchQuery(
            "after:2026-03-01T12:30:00.250Z after:2026-03-01 before:2026-03-01T12:31:00Z"
        )
        #expect(query.after == 1_772_368_200_250)
        #expect(query.before == 1_772_368_260_000)
    }

    @Test(
        "what is not a condition is looked for as it stands",
        arguments: ["http://example.org", "note:this", "from", "a:b:c", "fr*m:x"]
    )
    func plain(text: String) throws {
        let query = try SearchQuery(text)
        #expect(query.terms.map(\.text) == [text])
        #expect(query.authors.isEmpty)
    }

    @Test(
        "what has neither letters nor digits is left out",
        arguments: ["", "  ", "\"", "* * *", "!?", "\"...\""]
    )
    func empty(text: String) throws {
        #expect(try SearchQuery(text).isEmpty)
    }

    @Test(
        "what cannot be is refused with the name of the condition",
        arguments: [
            ("before:yesterday", "before"), ("after:2026-13-01", "after"),
            ("before:2026-03-01Tnoon", "before"),
            ("has:teeth", "has"), ("before:", "before"), (String(repeating: "a", count: 1_001), "1000 bytes"),
            (String(repeating: "a ", count: 21), "20"),
        ]
    )
    func refuses(text: String, part: String) {
        let error = #expect(throws: RequestError.self) { try SearchQuery(text) }
        #expect(error?.code == "bad_request")
        #expect(error?.message.contains(part) == true)
    }
}
