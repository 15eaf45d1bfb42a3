import Foundation
import RoostKit
import RoostStore
import Testing

@testable import History

@Suite("History: what became of messages from elsewhere")
struct ImportTests {
    private let lobby = RoomID(rawValue: "lobby")
    private let users = ["Ada": UserID(rawValue: "ada"), "Ben": UserID(rawValue: "ben")]

    private func line(_ json: String) throws -> ImportRequest.Line {
        try JSONDecoder().decode(ImportRequest.Line.self, from: Data(json.utf8))
    }

    private func take(_ json: String, on message: Message, into stage: HistoryStage) async throws {
        let effects = try Import.effects(of: line(json), on: message.key, in: message.room, by: users)
        try await stage.store.commit(effects)
    }

    @Test("it is taken once more where an attempt ended before it, and twice is once")
    func again() async throws {
        let stage = try await HistoryStage()
        let (message, gone) = (Message.stub(1), Message.stub(2, text: ""))
        try await stage.record([message, gone])
        let lines = [
            """
            {"author": "Ada", "id": "lobby-1", "text": "hello", "at": "2026-03-01T12:30:00Z", "edited": "2026-03-02T12:30:00Z",
                "reactions": [{"reaction": "+1", "users": ["Ben", "guest:gus"]}]}
            """,
            #"{"author": "Ada", "id": "lobby-2", "text": "", "at": "2026-03-01T12:30:00Z", "deleted": true}"#,
        ]
        for _ in 1...2 {
            for (line, message) in zip(lines, [message, gone]) {
                try await take(line, on: message, into: stage)
            }
            let page = try await stage.page(#"{"room":"lobby"}"#, by: Asker(user: UserID(rawValue: "ben")))
                .messages
            #expect(page[0].edited == "2026-03-02T12:30:00.000Z" && page[1].deleted == true)
            #expect(page[0].reactions == [PageAck.Reaction(reaction: "+1", count: 2, mine: true)])
        }
    }

    @Test("what was done to a message here stays, and one of another room is left alone")
    func here() async throws {
        let stage = try await HistoryStage()
        try await stage.record([.stub(1), .stub(2), .stub(1, room: "den")])
        try await stage.change(3, "lobby-1", .edited(text: "hello all"))
        try await stage.change(4, "lobby-2", .deleted)
        let line = #"{"author": "Ada", "id": "x", "text": "x", "at": "2020-03-01T12:30:00Z", "#
        try await take(line + #""edited": "2020-03-02T12:30:00Z"}"#, on: .stub(1), into: stage)
        try await take(line + #""deleted": true}"#, on: .stub(1), into: stage)
        try await take(
            line + #""reactions": [{"reaction": "+1", "users": ["Ben"]}]}"#,
            on: .stub(2),
            into: stage
        )
        let elsewhere = try Import.effects(
            of: self.line(
                line
                    + #""edited": "2020-03-02T12:30:00Z", "reactions": [{"reaction": "+1", "users": ["Ben"]}]}"#
            ),
            on: Message.stub(1, room: "den").key,
            in: lobby,
            by: users
        )
        try await stage.store.commit(elsewhere)
        let page = try await stage.page(#"{"room":"lobby"}"#).messages
        #expect(
            page[0].edited?.hasPrefix("2026") == true && page[0].deleted == nil && page[0].text == "hello all"
        )
        #expect(page[1].deleted == true && page[1].reactions == nil)
        let other = try await stage.page(#"{"room":"den"}"#).messages
        #expect(other[0].edited == nil && other[0].reactions == nil)
    }
}
