import Foundation
import RoostKit
import Testing

@testable import History

@Suite("History: copies as files")
struct ExportTests {
    private func file(_ subject: Export.Subject, _ format: ExportFormat, on stage: HistoryStage) async throws
        -> String
    {
        let export = Export(store: stage.tables)
        var (text, cursor): (String, Int64?) = ("", 0)
        while let place = cursor {
            let piece = try await export.piece(of: subject, as: format, after: place)
            text += piece.text
            cursor = piece.cursor.flatMap { Int64($0) }
        }
        return text
    }

    @Test("a room comes as one object on each line, in its order, with who has which reaction")
    func lines() async throws {
        let stage = try await HistoryStage()
        let text = String(repeating: "x", count: 8_000)
        try await stage.record((1...600).map { .stub($0, text: "\($0) \(text)") })
        try await stage.change(601, "lobby-1", .reacted("+1", isOn: true))
        try await stage.record([.stub(1, room: "garden")])
        let file = try await file(.room(RoomID(rawValue: "lobby")), .jsonl, on: stage)
        let lines = file.split(separator: "\n").compactMap {
            try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        #expect(lines.compactMap { $0["seq"] as? Int } == Array(1...600))
        let reactions = try #require(lines[0]["reactions"] as? [[String: Any]])
        #expect(reactions[0]["users"] as? [String] == ["ada"])
    }

    @Test("a page shows what was said, and nothing of it is markup")
    func page() async throws {
        let stage = try await HistoryStage()
        try await stage.record([
            .stub(1, text: "<script>alert('1')</script> & \"quotes\" <\u{301}b>"),
            .stub(2, id: "x", text: "secret"),
        ])
        try await stage.change(3, "x", .deleted)
        let file = try await file(.room(RoomID(rawValue: "lobby")), .html, on: stage)
        #expect(file.hasPrefix("<!doctype html>") && file.hasSuffix("</body></html>\n"))
        #expect(
            file.contains(
                "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;quotes&quot; &lt;\u{301}b&gt;"
            )
        )
        #expect(!file.contains("<script") && !file.contains("secret"))
    }

    @Test("what a user wrote comes from all rooms, or from those that the asker may read")
    func user() async throws {
        let stage = try await HistoryStage()
        try await stage.record([.stub(1), .stub(2, author: "ben")])
        try await stage.record([.stub(1, room: "garden")])
        let ada = UserID(rawValue: "ada")
        let all = try await file(.user(ada, where: { _ in true }), .jsonl, on: stage)
        #expect(all.split(separator: "\n").count == 2)
        #expect(!all.contains("ben"))
        let lobby = try await file(.user(ada, where: { $0.rawValue == "lobby" }), .jsonl, on: stage)
        #expect(lobby.split(separator: "\n").count == 1)
    }
}
