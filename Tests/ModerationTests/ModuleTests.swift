import Foundation
import Logging
import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import Moderation
@testable import RoostModules

@Suite("Moderation: the module")
struct ModuleTests {
    private let moderator = Asker(user: UserID(rawValue: "mia"), role: "moderator") { _, _ in true }
    private let member = Asker(user: UserID(rawValue: "ada"))

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
            #expect(await refusal(of: "hello", in: "lobby", bus) == "read_only")
            #expect(try await bus.review(proposal("darn!", in: "den")).text == "****!")
            await #expect(throws: RequestError.locked) {
                _ = try await bus.review(JoinProposal(room: RoomID(rawValue: "lobby"), asker: member))
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
        _ = try await stage.host.bus.review(proposal("one", in: "lobby"))
        #expect(await refusal(of: "two", in: "lobby", stage.host.bus) == "slow_down")
    }

    @Test(
        "of a deleted user no name is kept, nor what they wrote where that is to go",
        arguments: [true, false]
    )
    func erasure(removesMessages: Bool) async throws {
        let stage = try await ModerationStage()
        try await stage.store.commit([
            Statement(
                """
                INSERT INTO moderation_action (id, kind, room, target, actor, at, evidence, holds)
                VALUES (1, 'ban', '', 'ada', 'ada', 1, '', 1)
                """
            ),
            Statement(
                """
                INSERT INTO moderation_report (id, room, author, message, sequence, text, reporter, reason, at, state)
                VALUES (1, 'lobby', 'ada', 'x', 1, 'rude', 'ben', 'rude', 1, 'open'),
                    (2, 'lobby', 'ben', 'y', 2, 'rude, too', 'ada', 'rude', 1, 'open')
                """
            ),
            Statement(
                """
                INSERT INTO moderation_held (id, room, author, message, text, rule, at)
                VALUES (1, 'lobby', 'ada', 'z', 'waits', 1, 1)
                """
            ),
        ])
        let erasure = UserErasure(
            user: UserID(rawValue: "ada"),
            standIn: UserID(rawValue: "deleted:k3f9x2qa"),
            removesMessages: removesMessages
        )
        #expect(try await !stage.host.bus.erase(.user(erasure), in: "moderation"))
        for table in ["action", "report", "held"] {
            let rows = try await stage.store.read(Statement("SELECT * FROM moderation_\(table)"))
            #expect(!rows.joined().contains(.text("ada")))
        }
        let reports = try await stage.store.read(Statement("SELECT id FROM moderation_report ORDER BY id"))
        #expect(reports == (removesMessages ? [[.integer(2)]] : [[.integer(1)], [.integer(2)]]))
        #expect(await refusal(of: "hello", in: "lobby", stage.host.bus) == nil)
    }

    @Test("of a deleted room nothing is kept, and nothing of it holds or filters any more")
    func roomErasure() async throws {
        let stage = try await ModerationStage()
        for room in ["den", "lobby"] {
            try await stage.ask("moderation:read-only", #"{"room":"\#(room)","on":true}"#, moderator)
            try await stage.ask("moderation:slow", #"{"room":"\#(room)","seconds":9}"#, moderator)
            try await stage.ask("moderation:slow", #"{"room":"\#(room)","seconds":0}"#, moderator)
            try await stage.ask(
                "moderation:filter",
                #"{"room":"\#(room)","kind":"word","patterns":["darn"],"verdict":"mask"}"#,
                moderator
            )
        }
        // More than one step has: each is the end of the one before.
        let ends = (10..<1_500).map { "(\($0), 'lift', 'den', '', '', 1, \($0 == 10 ? 1 : $0 - 1), '', 0)" }
        try await stage.store.commit([
            Statement(
                """
                INSERT INTO moderation_action (id, kind, room, target, actor, at, ends, evidence, holds)
                VALUES \(ends.joined(separator: ", "))
                """
            )
        ])
        while try await stage.host.bus.erase(.room(RoomID(rawValue: "den")), in: "moderation") {}
        for table in ["action", "filter"] {
            let rooms = try await stage.store.read(Statement("SELECT DISTINCT room FROM moderation_\(table)"))
            #expect(rooms == [[.text("lobby")]])
        }
        #expect(await refusal(of: "darn", in: "den", stage.host.bus) == nil)
        #expect(await refusal(of: "hello", in: "lobby", stage.host.bus) == "read_only")
    }

    private func proposal(_ text: String, in room: String) -> MessageProposal {
        MessageProposal(id: text, room: RoomID(rawValue: room), asker: member, text: text)
    }

    private func refusal(of text: String, in room: String, _ bus: ModuleBus) async -> String? {
        do {
            _ = try await bus.review(proposal(text, in: room))
            return nil
        } catch {
            return (error as? RequestError)?.code
        }
    }
}

/// The module on a database of its own, started as the server starts it.
final class ModerationStage: Sendable {
    struct Ack: Decodable, Sendable {
        struct Action: Decodable, Equatable, Sendable {
            let id: Int
            let kind: String
            let amount: Int?
        }

        let ok: Bool
        let actions: [Action]?
    }

    let host: ModuleHost
    private let folder: TemporaryFolder
    let store: Store
    private let settings: [String: SettingValue]

    init(settings: [String: SettingValue] = [:]) async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        self.settings = settings
        host = try await Self.host(store, folder, settings)
    }

    /// Another host on the same database.
    func restarted() async throws -> ModuleHost { try await Self.host(store, folder, settings) }

    @discardableResult
    func ask(_ event: String, _ payload: String, _ asker: Asker) async throws -> Ack {
        let request = try #require(host.bus.request(named: event))
        let ack = try await request.ack(to: Array(payload.utf8), from: asker)
        return try JSONDecoder().decode(Ack.self, from: Data(ack))
    }

    private static func host(
        _ store: Store,
        _ folder: TemporaryFolder,
        _ settings: [String: SettingValue]
    ) async throws -> ModuleHost {
        let host = ModuleHost(
            store: store,
            dataFolder: folder.data,
            bus: ModuleBus(),
            services: QuietHouse(settings: settings),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let factory = Unmanaged<ModuleFactory>.fromOpaque(makeModeration()).takeRetainedValue()
        await host.start(factory, as: "Moderation")
        try #require(await host.states.map(\.status) == [.on])
        return host
    }
}
