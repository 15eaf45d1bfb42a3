import RoostKit
import RoostTestKit
import Testing

@testable import RoostModules

@Suite("Kit: typed requests")
struct TypedRequestTests {
    private struct Question: Decodable {
        struct Range: Decodable {
            let from: Int
        }

        let room: RoomID
        let range: Range?
    }

    private struct Answer: Encodable {
        let from: Int
    }

    @Test("a payload arrives as its type, and the reply leaves as JSON")
    func answers() async throws {
        let ack = try await request().ack(to: Array(#"{"room":"lobby","range":{"from":3},"new":true}"#.utf8))
        #expect(String(decoding: ack, as: UTF8.self) == #"{"ok":true,"from":3}"#)
    }

    @Test(
        "a refusal of the handler and one of the payload both have a code and name the field",
        arguments: [
            (#"{"room":"lobby"}"#, "no_range", "say a range"),
            (#"{"range":{"from":3}}"#, "bad_request", "the field 'room' is missing"),
            (#"{"room":"a","range":{}}"#, "bad_request", "the field 'range.from' is missing"),
            (
                #"{"room":"a","range":{"from":"b"}}"#, "bad_request",
                "the field 'range.from' has a value of the wrong kind"
            ),
            (
                "nonsense", "bad_request",
                "the payload is not JSON, or has a number that does not fit its field"
            ),
            ("[]", "bad_request", "the payload is not a JSON object"),
        ]
    )
    func refuses(payload: String, code: String, message: String) async throws {
        let request = try await request()
        await #expect(throws: RequestError(code: code, message: message)) {
            try await request.ack(to: Array(payload.utf8))
        }
    }

    private func request() async throws -> ModuleRequest {
        let stage = try await Stage()
        await stage.host.start(
            .notes { context in
                context.answer("notes:list", needing: .room(.read)) {
                    (question: WireRequest<Question>) async throws -> Answer in
                    guard let range = question.payload.range else {
                        throw RequestError(code: "no_range", message: "say a range")
                    }
                    return Answer(from: range.from)
                }
            },
            as: "Notes"
        )
        return try #require(stage.host.bus.request(named: "notes:list"))
    }
}
