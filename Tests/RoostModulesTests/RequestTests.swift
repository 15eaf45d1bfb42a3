import RoostKit
import Testing

@testable import RoostModules

@Suite("Module request: acknowledgement")
struct RequestTests {
    @Test(
        "the reply's fields follow ok",
        arguments: [
            (#"{"a":1}"#, #"{"ok":true,"a":1}"#), ("{}", #"{"ok":true}"#), (" { \n } ", "{\"ok\":true \n } "),
            ("\t{ \"a\" : {} }", #"{"ok":true, "a" : {} }"#),
        ]
    )
    func ack(reply: String, expected: String) throws {
        let ack = try ModuleRequest.ack(with: Array(reply.utf8), to: "notes:list")
        #expect(String(decoding: ack, as: UTF8.self) == expected)
    }

    @Test(
        "a reply that is not an object is the module's fault",
        arguments: ["", " ", "[]", "7", "{", "}", "\"{}\""]
    )
    func refuses(reply: String) {
        #expect(throws: ReplyError(event: "notes:list")) {
            try ModuleRequest.ack(with: Array(reply.utf8), to: "notes:list")
        }
    }
}
