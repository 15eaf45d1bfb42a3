import RoostKit
import RoostStore
import Testing

@testable import History

@Suite("History: how long messages are kept")
struct RetentionTests {
    private static let day: Int64 = 86_400_000
    private let now: Int64 = 1_772_368_200_000 + 10 * RetentionTests.day
    private let lobby = RoomID(rawValue: "lobby")

    private func message(_ sequence: Int64, daysAgo: Int64, author: String = "ada", room: String = "lobby")
        -> Message
    {
        Message(
            id: "\(room)-\(sequence)",
            sequence: sequence,
            room: RoomID(rawValue: room),
            author: UserID(rawValue: author),
            text: "tea",
            at: now - daysAgo * Self.day
        )
    }

    private func kept(_ stage: HistoryStage, in room: String = "lobby") async throws -> [Int64] {
        let room = RoomID(rawValue: room)
        return try await stage.table.page(of: room, at: .before(.max), limit: 200, for: stage.reader)
            .messages.map(\.message.sequence)
    }

    @Test("what is older than its days goes, also where it came later, with its reactions and changes")
    func age() async throws {
        let stage = try await HistoryStage()
        try await stage.record([message(1, daysAgo: 9), message(2, daysAgo: 1), message(3, daysAgo: 8)])
        try await stage.change(4, "lobby-1", .reacted("+1", isOn: true))
        while try await stage.index.advance() {}
        let upkeep = stage.upkeep(RetentionRule(days: 7))
        #expect(try await upkeep.sweep(at: now) == 2)
        #expect(try await kept(stage) == [2])
        #expect(try await stage.store.read(Statement("SELECT * FROM history_reaction")).isEmpty)
        #expect(try await stage.store.read(Statement("SELECT * FROM history_change")).isEmpty)
        try await stage.checkIndex()
        #expect(try await upkeep.sweep(at: now) == 0)
    }

    @Test("of too many the newest are kept, in more than one step")
    func count() async throws {
        let stage = try await HistoryStage()
        try await stage.record((1...450).map { message($0, daysAgo: 0) })
        try await stage.record([message(1, daysAgo: 0, room: "garden")])
        while try await stage.index.advance() {}
        #expect(try await stage.upkeep(RetentionRule(messages: 20)).sweep(at: now) == 430)
        #expect(try await kept(stage) == Array(431...450))
        #expect(try await kept(stage, in: "garden") == [1])
        try await stage.checkIndex()
    }

    @Test("a room's own rule takes the place of the server's, also where it keeps all")
    func ofRoom() async throws {
        let stage = try await HistoryStage()
        for room in ["lobby", "garden", "attic"] {
            try await stage.record([message(1, daysAgo: 9, room: room), message(2, daysAgo: 3, room: room)])
        }
        let upkeep = stage.upkeep(RetentionRule(days: 7))
        try await upkeep.retention.set(RetentionRule(days: 1), for: RoomID(rawValue: "garden"))
        try await upkeep.retention.set(RetentionRule(), for: RoomID(rawValue: "attic"))
        #expect(try await upkeep.sweep(at: now) == 3)
        #expect(try await kept(stage) == [2])
        #expect(try await kept(stage, in: "garden").isEmpty)
        #expect(try await kept(stage, in: "attic") == [1, 2])
        try await upkeep.retention.set(nil, for: RoomID(rawValue: "attic"))
        #expect(try await upkeep.sweep(at: now) == 1)
    }

    @Test("what is under a legal hold stays, and goes when the hold ends")
    func hold() async throws {
        let stage = try await HistoryStage()
        try await stage.record([message(1, daysAgo: 9), message(2, daysAgo: 9, author: "ben")])
        try await stage.record([message(1, daysAgo: 9, room: "garden")])
        try await stage.hold(#"{"user":"ben","on":true}"#)
        try await stage.hold(#"{"room":"garden","on":true}"#)
        let upkeep = stage.upkeep(RetentionRule(days: 7, messages: 1))
        #expect(try await upkeep.sweep(at: now) == 1)
        #expect(try await kept(stage) == [2])
        #expect(try await kept(stage, in: "garden") == [1])
        try await stage.hold(#"{"user":"ben","on":false}"#)
        #expect(try await upkeep.sweep(at: now) == 1)
        #expect(try await kept(stage).isEmpty)
    }

    @Test("of a room that is gone nothing stays but what is under a legal hold")
    func goneRoom() async throws {
        let stage = try await HistoryStage()
        try await stage.record([message(1, daysAgo: 0), message(1, daysAgo: 0, room: "garden")])
        try await stage.record([message(2, daysAgo: 0, author: "ben", room: "garden")])
        while try await stage.index.advance() {}
        try await stage.hold(#"{"user":"ben","on":true}"#)
        try await stage.erase(room: "garden")
        #expect(try await kept(stage) == [1])
        #expect(try await kept(stage, in: "garden") == [2])
        let upkeep = stage.upkeep(RetentionRule(), gone: ["garden"])
        #expect(try await upkeep.sweep(at: now) == 0)
        try await stage.hold(#"{"user":"ben","on":false}"#)
        #expect(try await upkeep.sweep(at: now) == 1)
        #expect(try await kept(stage, in: "garden").isEmpty)
        try await stage.checkIndex()
    }

    @Test("part by part a sweep removes what all at once does, and comes to an end")
    func parts() async throws {
        let stage = try await HistoryStage()
        try await stage.record((1...450).map { message($0, daysAgo: 0) })
        for number in 0..<120 { try await stage.record([message(1, daysAgo: 0, room: "room\(number)")]) }
        try await stage.record([message(1, daysAgo: 0, room: "zoo"), message(2, daysAgo: 0, room: "zoo")])
        while try await stage.index.advance() {}
        let upkeep = stage.upkeep(RetentionRule(messages: 20), gone: ["zoo"])
        var removed: [Int] = []
        var place: SweepPlace? = SweepPlace()
        while let next = place {
            let part = try await upkeep.sweep(from: next, at: now)
            removed.append(part.removed)
            place = part.next
        }
        #expect(removed.filter { $0 > 0 } == [200, 200, 30, 2])
        #expect(try await kept(stage) == Array(431...450))
        #expect(try await kept(stage, in: "zoo").isEmpty)
        try await stage.checkIndex()
    }

    @Test("a new message is searched for as any other after the newest ones were removed")
    func keysAreNotGivenTwice() async throws {
        let stage = try await HistoryStage()
        try await stage.record([message(1, daysAgo: 9)])
        while try await stage.index.advance() {}
        #expect(try await stage.upkeep(RetentionRule(days: 7)).sweep(at: now) == 1)
        try await stage.record([message(2, daysAgo: 0)])
        while try await stage.index.advance() {}
        let found = try await stage.search.latest(try SearchQuery("tea"), below: .max, limit: 10) { _ in true
        }
        #expect(found.keys.count == 1)
    }

    @Test("texts that are edited away or deleted under a hold are kept aside, all others are gone")
    func keptAside() async throws {
        let stage = try await HistoryStage()
        try await stage.record([message(1, daysAgo: 0), message(2, daysAgo: 0, author: "ben")])
        try await stage.hold(#"{"user":"ada","on":true,"reason":"case 7"}"#)
        try await stage.change(3, "lobby-1", .edited(text: "first"))
        try await stage.change(4, "lobby-1", .deleted)
        try await stage.change(5, "lobby-2", .deleted, author: "ben")
        let all = try HeldRequest.decoded(#"{}"#)
        let aside = try await Held.page(of: all, from: stage.tables) { _ in true }
        #expect(aside.texts.map(\.text) == ["tea", "first"])
        #expect(aside.texts.map(\.endedBy) == ["ada", "ada"])
        #expect(try await Held.page(of: all, from: stage.tables) { _ in false }.texts.isEmpty)
        try await stage.hold(#"{"user":"ada","on":false}"#)
        #expect(try await Held.page(of: all, from: stage.tables) { _ in true }.texts.isEmpty)
    }

    @Test("a room that has nothing but facts loses those that are too old, however many they are")
    func factsAlone() async throws {
        let stage = try await HistoryStage()
        func facts(_ range: ClosedRange<Int64>, at time: Int64, in room: String) -> [RoomEntry] {
            range.map {
                .noted(
                    RoomFact(
                        sequence: $0,
                        room: RoomID(rawValue: room),
                        name: "moderation:changed",
                        by: nil,
                        payload: "{}",
                        at: time
                    )
                )
            }
        }
        let day: Int64 = 86_400_000
        try await stage.record(facts(1...450, at: day, in: "den") + facts(451...460, at: 3 * day, in: "den"))
        try await stage.record(facts(1...10, at: day, in: "attic"))
        try await stage.hold(#"{"room":"attic","on":true}"#)
        #expect(try await stage.upkeep(RetentionRule(days: 1)).sweep(at: 3 * day) == 450)
        let left = "SELECT room, count(*) FROM history_fact GROUP BY room ORDER BY room"
        #expect(
            try await stage.store.read(Statement(left)) == [
                [.text("attic"), .integer(10)], [.text("den"), .integer(10)],
            ]
        )
    }
}
