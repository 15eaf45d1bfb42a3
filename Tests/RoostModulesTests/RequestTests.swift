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
    func ack(reply: String, expected: String) async throws {
        let ack = try await request(replying: reply).ack(to: [])
        #expect(String(decoding: ack, as: UTF8.self) == expected)
    }

    @Test(
        "a reply that is not an object is the module's fault",
        arguments: ["", " ", "[]", "7", "{", "}", "\"{}\""]
    )
    func refuses(reply: String) async throws {
        await #expect(throws: ReplyError(event: "notes:list")) {
            try await request(replying: reply).ack(to: [])
        }
    }

    private func request(replying reply: String) -> ModuleRequest {
        ModuleRequest(event: "notes:list", right: .read) { _ in Array(reply.utf8) }
    }
}
