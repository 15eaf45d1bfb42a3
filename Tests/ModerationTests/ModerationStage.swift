import Foundation
import Logging
import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import Moderation
@testable import RoostModules

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
        let filters: [Int]?
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
    func ask(_ event: String, _ payload: String, _ asker: Asker, _ host: ModuleHost? = nil) async throws
        -> Ack
    {
        let request = try #require((host ?? self.host).bus.request(named: event))
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

extension Asker {
    static let ada = Asker(user: UserID(rawValue: "ada"))
}

extension MessageProposal {
    /// A message of ada's.
    static func post(_ text: String, in room: String) -> MessageProposal {
        MessageProposal(id: text, room: RoomID(rawValue: room), asker: .ada, text: text)
    }
}

extension ModuleBus {
    /// The code with which a message of ada's is refused, if it is.
    func refusal(of text: String, in room: String) async -> String? {
        do {
            _ = try await review(MessageProposal.post(text, in: room))
            return nil
        } catch {
            return (error as? RequestError)?.code
        }
    }
}
