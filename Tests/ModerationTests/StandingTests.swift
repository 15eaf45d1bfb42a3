import RoostKit
import Testing

@testable import Moderation

@Suite("Moderation: what holds")
struct StandingTests {
    private let lobby = RoomID(rawValue: "lobby")

    private func action(
        _ id: Int64,
        _ kind: Action.Kind,
        until: Int64? = nil,
        of: Int64? = nil,
        room: String? = "lobby"
    )
        -> Action
    {
        Action(
            id: id,
            kind: kind,
            room: room.map(RoomID.init),
            target: kind.hasTarget ? "ben" : nil,
            by: UserID(rawValue: "ada"),
            at: id,
            until: until,
            of: of
        )
    }

    @Test("of two bans of one user in one room, the later one holds, and its end is the end")
    func latest() {
        var standing = Standing()
        standing.apply(action(1, .ban, until: 100))
        standing.apply(action(2, .ban))
        #expect(standing.all.map(\.id) == [2])
        #expect(standing.action(1) == nil && standing.due(at: 1_000).isEmpty)
        standing.apply(action(3, .lift, of: 1))
        #expect(standing.action(.ban, lobby, "ben", at: 5) != nil, "an end of what was replaced")
        standing.apply(action(4, .lift, of: 2))
        #expect(standing.all.isEmpty)
    }

    @Test("what has a time holds until then, whoever notices it when")
    func expires() {
        var standing = Standing()
        standing.apply(action(1, .mute, until: 100))
        #expect(standing.nextEnd == 100)
        #expect(standing.action(.mute, lobby, "ben", at: 99) != nil)
        #expect(standing.action(.mute, lobby, "ben", at: 100) == nil)
        #expect(standing.due(at: 99).isEmpty && standing.due(at: 100).map(\.id) == [1])
        standing.apply(action(2, .expire, of: 1))
        #expect(standing.nextEnd == nil)
    }

    @Test("what holds on the server holds in every room")
    func everywhere() {
        var standing = Standing()
        standing.apply(action(1, .ban, room: nil))
        #expect(standing.here(.ban, lobby, "ben", at: 5)?.id == 1)
        #expect(standing.here(.ban, lobby, "cyd", at: 5) == nil)
        standing.apply(action(2, .ban))
        #expect(standing.here(.ban, lobby, "ben", at: 5)?.id == 2)
        #expect(standing.all.map(\.id) == [1, 2])
    }

    @Test("what happens once holds nothing", arguments: [Action.Kind.kick, .warn, .note, .purge])
    func once(kind: Action.Kind) {
        var standing = Standing()
        standing.apply(action(1, kind))
        #expect(standing.all.isEmpty)
    }
}
