import RoostKit
import Testing

@testable import Moderation

@Suite("Moderation: what becomes of messages")
struct JudgeTests {
    private static let now: Int64 = 1_000_000_000_000
    private static let day: Int64 = 86_400_000

    private func ruling(on text: String, age: Int64?, by judge: Judge, asker: Asker? = nil) -> Judge.Ruling {
        let proposal = MessageProposal(
            id: text,
            room: RoomID(rawValue: "lobby"),
            asker: asker ?? Asker(user: UserID(rawValue: "ada")),
            text: text
        )
        return judge.ruling(on: proposal, createdAt: age.map { Self.now - $0 }, at: Self.now)
    }

    private func lockdown(_ level: Int64) -> Action {
        Action(
            id: 1,
            kind: .lockdown,
            room: nil,
            target: nil,
            by: nil,
            at: Self.now,
            amount: level
        )
    }

    @Test("new accounts post few messages and no links until they are old enough")
    func newAccounts() {
        var settings = ModerationSettings()
        settings.newAccountAge = Self.day
        settings.newAccountMessages = 1
        let judge = Judge(settings)
        #expect(ruling(on: "https://example.org", age: Self.day - 1, by: judge) == .refuse(.noLinks))
        #expect(ruling(on: "one", age: Self.day - 1, by: judge) == .accept)
        #expect(ruling(on: "two", age: Self.day - 1, by: judge) == .refuse(.tooSoon(milliseconds: 10_000)))
        #expect(ruling(on: "https://example.org", age: Self.day, by: judge) == .accept)
        #expect(ruling(on: "three", age: Self.day, by: judge) == .accept)
    }

    @Test(
        "a reaction is judged as a message would be: by bans and mutes, by filters, and by a pace of its own"
    )
    func reactions() {
        let judge = Judge(ModerationSettings())
        judge.replace(FilterSet([.stub(.word, "darn", .mask), .stub(.word, "odd", .hold, id: 2)]))
        func ruling(_ reaction: String, by user: String = "ada", isOn: Bool = true) -> Judge.Ruling {
            judge.ruling(
                on: ReactionProposal(
                    room: RoomID(rawValue: "lobby"),
                    message: MessageKey(author: UserID(rawValue: "ben"), id: "1"),
                    reaction: reaction,
                    isOn: isOn,
                    asker: Asker(user: UserID(rawValue: user))
                ),
                createdAt: nil,
                at: Self.now
            )
        }
        for _ in 0..<10 { #expect(ruling("+1") == .accept) }
        #expect(ruling("+1", isOn: false) == .refuse(.tooSoon(milliseconds: 10_000)))
        #expect(self.ruling(on: "hello", age: nil, by: judge) == .accept)
        #expect(ruling("darn", by: "cleo") == .change("****") && ruling("odd", by: "cleo") == .hold(rule: 2))
        #expect(ruling("darn", by: "cleo", isOn: false) == .accept)
        let kinds: [(Action.Kind, RequestError)] = [
            (.mute, .muted(action(.mute))), (.ban, .banned(action(.ban))),
        ]
        for (kind, refusal) in kinds {
            judge.apply(action(kind))
            #expect(ruling("+1", by: "dora") == .refuse(refusal))
        }
    }

    private func action(_ kind: Action.Kind) -> Action {
        Action(id: 1, kind: kind, room: RoomID(rawValue: "lobby"), target: "dora", by: nil, at: Self.now)
    }

    @Test("at the third level of lockdown new accounts and guests are silent, and nobody else")
    func lockdown() {
        let judge = Judge(ModerationSettings())
        judge.apply(lockdown(2))
        #expect(ruling(on: "one", age: 0, by: judge) == .accept)
        judge.apply(lockdown(3))
        #expect(ruling(on: "two", age: Self.day - 1, by: judge) == .refuse(.lockdown))
        #expect(ruling(on: "three", age: Self.day, by: judge) == .accept)
        let guest = Asker(user: UserID(rawValue: "guest:gus"), role: "guest")
        #expect(ruling(on: "four", age: nil, by: judge, asker: guest) == .refuse(.lockdown))
        let moderator = Asker(user: UserID(rawValue: "mia"), role: "moderator") { _, _ in true }
        #expect(ruling(on: "five", age: 0, by: judge, asker: moderator) == .accept)
    }
}
