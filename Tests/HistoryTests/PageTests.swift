import RoostKit
import RoostStore
import Testing

@testable import RoostModules

@Suite("History: history:page")
struct PageTests {
    @Test("a message has the form of the protocol, with its time in RFC 3339")
    func form() async throws {
        let stage = try await HistoryStage()
        try await stage.record([.stub(1, text: "good \"morning\"")])
        let page = try await stage.page(#"{"room":"lobby"}"#)
        let entry = PageAck.Entry(
            id: "lobby-1",
            seq: 1,
            room: "lobby",
            author: "ada",
            text: "good \"morning\"",
            at: "2026-03-01T12:30:00.001Z"
        )
        #expect(page.ok)
        #expect(page.messages == [entry])
        #expect(!page.more)
    }

    @Test("pages lead back to the first message, without gap or repetition")
    func walksBack() async throws {
        let stage = try await HistoryStage()
        try await stage.record((1...7).map { Message.stub($0) })
        let latest = try await stage.page(#"{"room":"lobby","limit":3}"#)
        #expect(latest.messages.map(\.seq) == [5, 6, 7])
        #expect(latest.more)
        let middle = try await stage.page(#"{"room":"lobby","limit":3,"before":5}"#)
        #expect(middle.messages.map(\.seq) == [2, 3, 4])
        #expect(middle.more)
        let first = try await stage.page(#"{"room":"lobby","limit":3,"before":2}"#)
        #expect(first.messages.map(\.seq) == [1])
        #expect(!first.more)
    }

    @Test("a page that holds exactly what is left says that there is no more")
    func exactEnd() async throws {
        let stage = try await HistoryStage()
        try await stage.record((1...3).map { Message.stub($0) })
        let page = try await stage.page(#"{"room":"lobby","limit":3}"#)
        #expect(page.messages.map(\.seq) == [1, 2, 3])
        #expect(!page.more)
    }

    @Test("a page has the messages of its room alone, and none of a room without a past")
    func separatesRooms() async throws {
        let stage = try await HistoryStage()
        try await stage.record([.stub(1), .stub(1, room: "garden"), .stub(2)])
        #expect(try await stage.page(#"{"room":"garden"}"#).messages.map(\.id) == ["garden-1"])
        let empty = try await stage.page(#"{"room":"attic"}"#)
        #expect(empty.messages.isEmpty)
        #expect(!empty.more)
    }

    @Test("without a limit a page has 50 messages, and at most 200 can be had")
    func limits() async throws {
        let stage = try await HistoryStage()
        try await stage.record((1...201).map { Message.stub($0) })
        #expect(try await stage.page(#"{"room":"lobby"}"#).messages.count == 50)
        let largest = try await stage.page(#"{"room":"lobby","limit":200}"#)
        #expect(largest.messages.count == 200)
        #expect(largest.more)
    }

    @Test(
        "a payload that does not fit is refused with the name of the field",
        arguments: [
            (#"{"room":"lobby","limit":0}"#, "'limit'"), (#"{"room":"lobby","limit":201}"#, "'limit'"),
            (#"{"room":"lobby","limit":-9223372036854775808}"#, "'limit'"),
            (#"{"room":"lobby","limit":"many"}"#, "'limit'"), (#"{"room":"lobby","limit":1.5}"#, "a number"),
            (#"{"room":"lobby","before":0}"#, "'before'"), (#"{"room":"lobby","after":-1}"#, "'after'"),
            (#"{"room":"lobby","after":9223372036854775807}"#, "'after'"),
            (#"{"room":"lobby","around":-9223372036854775808}"#, "'around'"),
            (#"{"room":"lobby","before":99999999999999999999}"#, "a number"), (#"{"limit":1}"#, "'room'"),
            (#"{"room":7}"#, "'room'"), (#"{"room":null}"#, "'room'"), ("[]", "the payload"),
            ("{", "the payload"),
            ("", "the payload"),
        ]
    )
    func refuses(payload: String, field: String) async throws {
        let stage = try await HistoryStage()
        let error = await #expect(throws: RequestError.self) { try await stage.page(payload) }
        #expect(error?.code == "bad_request")
        #expect(error?.message.contains(field) == true)
    }

    @Test(
        "the largest numbers are places like others",
        arguments: [
            #"{"room":"lobby","after":9223372036854775806}"#,
            #"{"room":"lobby","around":9223372036854775807}"#,
            #"{"room":"lobby","before":9223372036854775807}"#,
        ]
    )
    func largest(payload: String) async throws {
        let stage = try await HistoryStage()
        try await stage.record([.stub(1)])
        #expect(try await stage.page(payload).ok)
    }

    @Test("a page needs the right to read")
    func right() async throws {
        #expect(try await HistoryStage().pageRequest.access == .room(.read))
    }
}
