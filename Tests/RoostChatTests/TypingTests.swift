import NIOCore
import RoostAuth
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: who is typing")
struct TypingTests {
    private let start = NIODeadline.uptimeNanoseconds(1)
    private let ada = UserID(rawValue: "ada")
    private let ben = UserID(rawValue: "ben")

    @Test("several changes between two ticks are told as one, and nothing is told twice")
    func coalesces() {
        var typing = Typing()
        typing.start(ben, at: start)
        typing.start(ada, at: start)
        typing.start(ben, at: start)
        #expect(typing.change(at: start) == [ada, ben])
        #expect(typing.change(at: start) == nil)
        typing.stop(ada)
        typing.start(ada, at: start)
        #expect(typing.change(at: start) == nil)
        typing.stop(ada)
        typing.stop(ben)
        #expect(!typing.isIdle)
        #expect(typing.change(at: start) == [])
        #expect(typing.isIdle)
    }

    @Test("who does not say it again is forgotten")
    func expires() {
        var typing = Typing()
        typing.start(ada, at: start)
        typing.start(ben, at: start)
        #expect(typing.change(at: start) == [ada, ben])
        typing.start(ada, at: start + .seconds(3))
        #expect(typing.change(at: start + Typing.lifetime - .nanoseconds(1)) == [ada, ben])
        #expect(typing.change(at: start + Typing.lifetime) == [ada])
        #expect(typing.change(at: start + .seconds(3) + Typing.lifetime) == [])
    }

    @Test("who goes on writing is told again now and then, nobody who has stopped")
    func repeats() {
        var typing = Typing()
        typing.start(ada, at: start)
        #expect(typing.change(at: start) == [ada])
        #expect(typing.change(at: start + Typing.pause - .nanoseconds(1)) == nil)
        #expect(typing.change(at: start + Typing.pause) == [ada])
        #expect(typing.change(at: start + Typing.pause) == nil)
        typing.stop(ada)
        #expect(typing.change(at: start + Typing.pause) == [])
        #expect(typing.change(at: start + Typing.pause + Typing.pause) == nil)
    }

    @Test("of many, a few are named")
    func limit() {
        var typing = Typing()
        for number in 0..<1000 { typing.start(UserID(rawValue: "user-\(number)"), at: start) }
        #expect(typing.change(at: start)?.count == Typing.userLimit)
    }

    @Test("who is gone does not type any more, and nobody types in an archived room")
    func over() async throws {
        let stage = try await ChatStage()
        let (room, ada) = (try await stage.lobby(), try await stage.session("ada"))
        func isOver() async -> Bool {
            var typing = await room.typing
            return typing.isIdle || typing.change(at: .now()) == []
        }
        let phone = TestDevice("phone", of: ada)
        _ = try await room.join(phone, permit: try ada.permit(.join, on: .lobby))
        await room.setTyping(true, permit: try ada.permit(.send, on: .lobby))
        await stage.witness.fact(.typing([ada.user]))
        await room.leave(phone)
        #expect(await isOver())
        let archived = try await stage.authority.archive(.lobby, isArchived: true)
        await room.adopt(archived, from: room.details)
        await room.setTyping(true, permit: try ada.permit(.send, on: .lobby))
        #expect(await isOver())
    }

    @Test("a room tells who is typing, and that they stopped when their message comes")
    func room() async throws {
        let stage = try await ChatStage()
        let room = try await stage.lobby()
        let ada = try await stage.session("ada")
        await room.setTyping(true, permit: try ada.permit(.send, on: .lobby))
        await room.setTyping(true, permit: try ada.permit(.send, on: .lobby))
        await stage.witness.fact(.typing([ada.user]))
        _ = try await room.post("hello", id: "1", by: ada)
        // It is told with the next tick, or was with this one; nothing has to run out.
        var typing = await room.typing
        #expect(typing.isIdle || typing.change(at: .now()) == [])
        await stage.witness.fact(.typing([]))
        // On a slow machine it is told again meanwhile, and after the message no more.
        let told = stage.witness.facts.filter { if case .typing = $0 { true } else { false } }
        #expect(told.dropLast().allSatisfy { if case .typing([ada.user]) = $0 { true } else { false } })
    }
}
