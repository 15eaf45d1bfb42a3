import Foundation
import RoostKit
import RoostStore
import Synchronization
import Testing

@testable import Moderation
@testable import RoostModules

@Suite("Moderation: the module")
struct ModuleTests {
    private let moderator = Asker(user: UserID(rawValue: "mia"), role: "moderator") { _, _ in true }

    @Test("what holds and the filters are the same after a restart")
    func restart() async throws {
        let stage = try await ModerationStage()
        try await stage.ask("moderation:read-only", #"{"room":"lobby","on":true}"#, moderator)
        try await stage.ask("moderation:lock", #"{"room":"lobby","on":true,"for":3600}"#, moderator)
        try await stage.ask(
            "moderation:filter",
            #"{"room":"den","kind":"word","patterns":["Darn"],"verdict":"mask"}"#,
            moderator
        )
        for bus in [stage.host.bus, try await stage.restarted().bus] {
            #expect(await bus.refusal(of: "hello", in: "lobby") == "read_only")
            #expect(try await bus.review(MessageProposal.post("darn!", in: "den")).text == "****!")
            await #expect(throws: RequestError.locked) {
                _ = try await bus.review(JoinProposal(room: RoomID(rawValue: "lobby"), asker: .ada))
            }
        }
    }

    @Test("an action that is refused is not in the log, and a wrong one changes nothing")
    func refused() async throws {
        let stage = try await ModerationStage()
        for payload in [
            #"{"room":"lobby"}"#, #"{"room":"lobby","on":true,"for":0}"#, #"{"room":"lobby","on":false}"#,
        ] {
            await #expect(throws: RequestError.self) {
                try await stage.ask("moderation:read-only", payload, moderator)
            }
        }
        #expect(
            try await stage.ask("moderation:log", #"{"room":"lobby"}"#, moderator).actions?.isEmpty == true
        )
    }

    @Test("what a hundred ask at once is in the log in one order, and the last of it holds")
    func atOnce() async throws {
        let stage = try await ModerationStage()
        await withTaskGroup(of: Void.self) { group in
            for seconds in 1...100 {
                group.addTask {
                    // One of them may come before the module has taken the one before it; each is taken in the end.
                    _ = try? await stage.ask(
                        "moderation:slow",
                        #"{"room":"lobby","seconds":\#(seconds)}"#,
                        moderator
                    )
                }
            }
        }
        let log = try #require(
            try await stage.ask("moderation:log", #"{"room":"lobby","limit":200}"#, moderator).actions
        )
        #expect(log.map(\.id) == Array((1...100).reversed()))
        let standing = try await stage.ask("moderation:standing", #"{"room":"lobby"}"#, moderator).actions
        #expect(standing == [log[0]])
    }

    @Test("a room has few filters of its own, and no other room has fewer for it")
    func quota() async throws {
        let stage = try await ModerationStage()
        func words(_ range: Range<Int>, in room: String) -> String {
            let list = range.map { "\"word\($0)\"" }.joined(separator: ",")
            return #"{"room":"\#(room)","kind":"word","patterns":[\#(list)],"verdict":"refuse"}"#
        }
        try await stage.ask("moderation:filter", words(0..<500, in: "den"), moderator)
        let error = await #expect(throws: RequestError.self) {
            try await stage.ask("moderation:filter", words(500..<501, in: "den"), moderator)
        }
        #expect(error?.code == "too_many")
        try await stage.ask("moderation:filter", words(0..<500, in: "lobby"), moderator)
        try await stage.ask("moderation:server-filter", words(0..<1_000, in: "den"), moderator)
        #expect(await stage.host.bus.refusal(of: "word999", in: "attic") == "filtered")
    }

    @Test("the number of a filter that is gone is not given again, also not after a restart")
    func numbers() async throws {
        let stage = try await ModerationStage()
        func add(_ word: String, to host: ModuleHost) async throws -> [Int]? {
            let payload = #"{"room":"den","kind":"word","patterns":["\#(word)"],"verdict":"mask"}"#
            return try await stage.ask("moderation:filter", payload, moderator, host).filters
        }
        #expect(try await add("darn", to: stage.host) == [1])
        try await stage.ask("moderation:unfilter", #"{"room":"den","filters":[1]}"#, moderator)
        #expect(try await add("heck", to: stage.host) == [2])
        try await stage.ask("moderation:unfilter", #"{"room":"den","filters":[2]}"#, moderator)
        #expect(try await add("heck", to: try await stage.restarted()) == [3])
    }

    @Test("a stored filter that works no more is left out, and the others hold")
    func brokenFilter() async throws {
        let stage = try await ModerationStage()
        try await stage.store.commit([
            Statement(
                """
                INSERT INTO moderation_filter (id, kind, pattern, verdict, room, actor, at)
                VALUES (1, 'expression', '(', 'refuse', '', 'mia', 1), (2, 'word', 'darn', 'refuse', '', 'mia', 1)
                """
            )
        ])
        let bus = try await stage.restarted().bus
        #expect(await bus.refusal(of: "(", in: "den") == nil)
        #expect(await bus.refusal(of: "darn", in: "den") == "filtered")
    }

    @Test("whoever asks for filters too often waits")
    func filterRate() async throws {
        let stage = try await ModerationStage()
        let payload = #"{"room":"den","filters":[1]}"#
        var (code, count) = ("not_found", 0)
        // On a slow machine some more are free meanwhile.
        while code == "not_found", count < 1_000 {
            let error = await #expect(throws: RequestError.self) {
                try await stage.ask("moderation:unfilter", payload, moderator)
            }
            code = error?.code ?? ""
            count += 1
        }
        #expect(code == "rate_limited" && count > 20)
    }

    @Test("what comes while too much waits for its turn is refused, and what waits is done")
    func busy() async throws {
        let stage = try await ModerationStage()
        let codes = await withTaskGroup(of: String?.self) { group in
            for second in 1...150 {
                group.addTask {
                    do {
                        let payload = #"{"room":"lobby","seconds":\#(second)}"#
                        try await stage.ask("moderation:slow", payload, moderator)
                        return nil
                    } catch {
                        return (error as? RequestError)?.code ?? "\(error)"
                    }
                }
            }
            return await group.reduce(into: [String?]()) { $0.append($1) }
        }
        let log = try await stage.ask("moderation:log", #"{"room":"lobby","limit":200}"#, moderator).actions
        #expect(codes.allSatisfy { $0 == nil || $0 == "busy" })
        #expect(log?.count == codes.count { $0 == nil })
    }

    @Test("a reason to lift something is text for a line or two")
    func liftReason() async throws {
        let stage = try await ModerationStage()
        try await stage.ask("moderation:lock", #"{"room":"lobby","on":true}"#, moderator)
        for reason in ["", String(repeating: "x", count: 1_025), #"a\u0000"#] {
            let error = await #expect(throws: RequestError.self) {
                let payload = #"{"room":"lobby","kind":"lock","reason":"\#(reason)"}"#
                try await stage.ask("moderation:lift", payload, moderator)
            }
            #expect(error?.code == "bad_request")
        }
    }

    @Test("members are told the name of a guest who is banned, and never the address")
    func guestAddress() throws {
        let guest = UserID(rawValue: "guest:gus")
        let ban = Action(
            id: 1,
            kind: .ban,
            room: RoomID(rawValue: "lobby"),
            target: "@192.0.2.7",
            by: nil,
            at: 1
        )
        #expect(Change(ban, on: guest).user == "guest:gus")
        #expect(Change(ban).user == nil && Change(ban, ending: ban).user == nil)
        let told = try JSONEncoder().encode([Change(ban, on: guest), Change(ban, ending: ban)])
        #expect(!String(decoding: told, as: UTF8.self).contains("192.0.2.7"))
    }

    @Test("what is over is ended although that failed before")
    func clockGoesOn() async throws {
        let (attempts, attempt) = AsyncStream<Void>.makeStream()
        let errors = Mutex(0)
        let clock = Task {
            let count = Mutex(0)
            try await ModerationModule.keepTime {
                0
            } expire: {
                attempt.yield()
                if count.withLock({
                    $0 += 1; return $0
                }) == 1 {
                    throw RequestError.busy
                }
            } failed: { _ in
                errors.withLock { $0 += 1 }
            }
        }
        for await _ in attempts.prefix(3) {}
        clock.cancel()
        #expect(errors.withLock { $0 } == 1)
    }

    @Test("two versions of the module end the same action once")
    func expiresOnce() async throws {
        let stage = try await ModerationStage()
        try await stage.store.commit([
            Statement(
                """
                INSERT INTO moderation_action (id, kind, room, target, actor, at, until, evidence, holds)
                VALUES (1, 'lock', 'lobby', '', 'mia', 1, 2, '', 1)
                """
            )
        ])
        async let one = stage.restarted()
        async let other = stage.restarted()
        let hosts = try await [one, other]
        var log: [ModerationStage.Ack.Action] = []
        while log.first?.kind != "expire" {
            log =
                try await stage.ask("moderation:log", #"{"room":"lobby"}"#, moderator, hosts[0]).actions ?? []
        }
        // Whoever comes next goes on where the other one was.
        for host in hosts {
            try await stage.ask("moderation:slow", #"{"room":"lobby","seconds":1}"#, moderator, host)
        }
        log = try await stage.ask("moderation:log", #"{"room":"lobby"}"#, moderator, hosts[0]).actions ?? []
        #expect(log.map(\.kind) == ["slow", "slow", "expire", "lock"])
    }

    @Test("who moderates is exempt from filters and limits")
    func exempt() async throws {
        let stage = try await ModerationStage(settings: ["moderation.messages": .number(1)])
        for number in 0..<3 {
            let proposal = MessageProposal(
                id: "\(number)",
                room: RoomID(rawValue: "lobby"),
                asker: moderator,
                text: "same"
            )
            _ = try await stage.host.bus.review(proposal)
        }
        _ = try await stage.host.bus.review(MessageProposal.post("one", in: "lobby"))
        #expect(await stage.host.bus.refusal(of: "two", in: "lobby") == "slow_down")
    }
}
