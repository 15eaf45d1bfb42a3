import NIOCore
import Testing

@testable import SocketIO

@Suite("JSON: reading and writing", .timeLimit(.minutes(2)))
struct JSONTests {
    private func parse(_ text: String) throws -> JSON { try JSON(parsing: ByteBuffer(string: text)) }

    private func write(_ value: JSON) -> String {
        var buffer = ByteBuffer()
        buffer.writeJSON(value)
        return String(buffer: buffer)
    }

    @Test(
        "what is written in the shortest form comes back as it was",
        arguments: [
            "null", "true", "false", "0", "-1", "9223372036854775807", "-9223372036854775808", "1.5", "-0.25",
            "\"\"",
            "[]", "{}", "[1,[2,[3]],\"a\"]", "{\"a\":1,\"b\":{\"c\":[null]}}", "\"ä€😀\"",
            "\"\\\"\\\\\\n\\u0000\\u001f\"",
        ]
    )
    func roundTrip(text: String) throws {
        #expect(write(try parse(text)) == text)
    }

    @Test("strings are written as the array of them", arguments: [[], ["ada"], ["a\"b", "", "ü\n"]])
    func strings(_ strings: [String]) {
        #expect(WrittenJSON(strings: strings) == WrittenJSON(.array(strings.map(JSON.string))))
    }

    @Test("escapes, spaces and numbers of every form are read")
    func forms() throws {
        #expect(try parse(" [ 1 , 2e2 , 0.5E-1 ]\n") == [1, .number(200), .number(0.05)])
        #expect(try parse(#""\b\f\n\r\t\/\"\\\u00e4\ud83d\ude00""#) == "\u{8}\u{C}\n\r\t/\"\\ä😀")
        #expect(try parse("18446744073709551616") == .number(18_446_744_073_709_551_616))
    }

    @Test(
        "a character that needs an escape is found wherever it stands, and no other",
        arguments: [
            ("\"", #"\""#), ("\\", #"\\"#), ("\u{0}", #"\u0000"#), ("\u{1F}", #"\u001f"#), (" ", " "),
            ("!", "!"),
            ("#", "#"), ("[", "["), ("]", "]"), ("\u{7F}", "\u{7F}"), ("\u{80}", "\u{80}"),
            ("\u{FFFF}", "\u{FFFF}"),
        ]
    )
    func escapes(character: String, written: String) throws {
        for place in 0..<20 {
            for length in [0, 1, 7, 8, 9, 17] {
                let (before, after) = (
                    String(repeating: "a", count: place), String(repeating: "ß", count: length)
                )
                let text = "\"\(before)\(written)\(after)\""
                #expect(write(.string(before + character + after)) == text)
                #expect(try parse(text).string == before + character + after)
                guard let byte = character.utf8.first, byte < 0x20 else { continue }
                #expect(throws: JSON.ParseError.malformed) { try parse("\"\(before)\(character)\(after)\"") }
            }
        }
    }

    @Test(
        "half of a surrogate pair becomes a replacement character",
        arguments: [#""\ud800""#, #""\udc00""#, #""\ud800x""#]
    )
    func surrogates(text: String) throws {
        #expect(try parse(text).string?.first == "\u{FFFD}")
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "nul", "tru", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\":1,}", "\"",
            "\"\\x\"", "\"\\u12\"",
            "01", "1.", ".5", "-", "1e", "+1", "1e999", "[1]]", "\"\u{1}\"", "NaN", "'a'",
        ]
    )
    func malformed(text: String) {
        #expect(throws: JSON.ParseError.malformed) { try parse(text) }
    }

    @Test("64 levels are read, one more is refused, and a million do no harm")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(write(try parse(nested(64))) == nested(64))
        #expect(throws: JSON.ParseError.tooDeep) { try parse(nested(65)) }
        #expect(throws: JSON.ParseError.tooDeep) { try parse(String(repeating: "[", count: 1_000_000)) }
    }

    @Test("of two members with one name the first counts")
    func duplicates() throws {
        #expect(try parse(#"{"a":1,"a":2}"#)["a"] == 1)
    }

    @Test("types of the application's own go in and out")
    func codable() throws {
        struct Move: Codable, Equatable {
            let x: Int
            let player: String?
            let path: [Double]
        }
        let move = Move(x: 3, player: nil, path: [0.5, 2])
        let json = try JSON(encoding: move)
        #expect(json["x"] == 3)
        #expect(try json.decode(as: Move.self) == move)
        #expect(throws: DecodingError.self) { try JSON.string("no").decode(as: Move.self) }
    }
}
