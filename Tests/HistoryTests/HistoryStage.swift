import Foundation
import Logging
import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import History
@testable import RoostModules

/// The module on a database of its own, started as the server starts it.
final class HistoryStage: Sendable {
    let store: Store
    let recorder: any Recorder
    let pageRequest: ModuleRequest
    /// What the module sends goes here.
    let house = QuietHouse()
    let host: ModuleHost
    private let folder: TemporaryFolder

    init() async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        host = ModuleHost(
            store: store,
            dataFolder: folder.data,
            bus: ModuleBus(),
            services: house,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let factory = Unmanaged<ModuleFactory>.fromOpaque(makeHistory()).takeRetainedValue()
        await host.start(factory, as: "History")
        try #require(await host.states == [ModuleState(name: "History", version: "0.2.0", status: .on)])
        recorder = try #require(host.bus.recorders.first)
        pageRequest = try #require(host.bus.request(named: "history:page"))
    }

    func record(_ messages: [Message]) async throws {
        try await record(messages.map(RoomEntry.posted))
    }

    func record(_ entries: [RoomEntry]) async throws {
        try await store.commit(try await recorder.statements(recording: entries))
    }

    /// Who asks, where it does not matter.
    let reader = UserID(rawValue: "rita")

    /// The module's tables, as it has them.
    var tables: any ModuleStore { ModuleTables(store: store) }
    var table: MessageTable { MessageTable(store: tables) }
    var index: WordIndex { WordIndex(store: tables) }
    var search: Search { Search(store: tables) }

    /// What keeps the messages by `rule` in rooms that have none of their own.
    func upkeep(_ rule: RetentionRule, gone: Set<String> = []) -> Upkeep {
        Upkeep(
            index: index,
            retention: Retention(store: tables),
            rule: rule,
            interval: .seconds(3_600),
            isGone: { gone.contains($0.rawValue) },
            log: { _, _, _ in }
        )
    }

    /// Records a change of the message with this id in the lobby, by its author.
    func change(
        _ sequence: Int64,
        _ id: String,
        _ kind: MessageChange.Kind,
        author: String = "ada"
    ) async throws {
        let author = UserID(rawValue: author)
        try await record([
            .changed(
                MessageChange(
                    sequence: sequence,
                    room: RoomID(rawValue: "lobby"),
                    message: MessageKey(author: author, id: id),
                    kind: kind,
                    by: author,
                    at: 1_772_368_200_000 + sequence
                )
            )
        ])
    }

    /// Erases all of `user`, and answers in how many steps.
    func erase(_ user: String, removesMessages: Bool) async throws -> Int {
        let erasure = UserErasure(
            user: UserID(rawValue: user),
            standIn: UserID(rawValue: "deleted:k3f9x2qa"),
            removesMessages: removesMessages
        )
        var steps = 1
        while try await host.bus.erase(.user(erasure), in: "history") { steps += 1 }
        return steps
    }

    /// Erases all of a room that was deleted.
    func erase(room: String) async throws {
        while try await host.bus.erase(.room(RoomID(rawValue: room)), in: "history") {}
    }

    /// Begins or ends a hold, as `history:hold` does.
    func hold(_ payload: String) async throws {
        let request = try JSONDecoder().decode(HoldRequest.self, from: Data(payload.utf8))
        try await store.commit(
            request.on
                ? [Hold.beginning(request, by: UserID(rawValue: "root"), at: 1)] : Hold.ending(request)
        )
    }

    /// Fails where the index is not what the messages say.
    func checkIndex() async throws {
        while try await index.advance() {}
        try await store.commit([
            Statement("INSERT INTO history_word (history_word, rank) VALUES ('integrity-check', 1)")
        ])
    }

    /// The acknowledgement of `history:page` with this payload.
    func page(_ payload: String, by asker: Asker? = nil) async throws -> PageAck {
        let ack = try await pageRequest.ack(to: Array(payload.utf8), from: asker ?? Asker(user: reader))
        return try JSONDecoder().decode(PageAck.self, from: Data(ack))
    }
}

/// `history:page`'s acknowledgement, as a client reads it.
struct PageAck: Decodable {
    struct Reaction: Decodable, Equatable {
        let reaction: String
        let count: Int
        var mine: Bool?
    }

    struct Entry: Decodable, Equatable {
        let id: String
        let seq: Int64
        let room: String
        let author: String
        let text: String
        let at: String
        var edited: String?
        var deleted: Bool?
        var reactions: [Reaction]?
    }

    let ok: Bool
    let messages: [Entry]
    let more: Bool
}

extension Message {
    /// Ada's `sequence`th message in `room`.
    static func stub(
        _ sequence: Int64,
        room: String = "lobby",
        author: String = "ada",
        id: String? = nil,
        text: String = "hello"
    ) -> Message {
        Message(
            id: id ?? "\(room)-\(sequence)",
            sequence: sequence,
            room: RoomID(rawValue: room),
            author: UserID(rawValue: author),
            text: text,
            at: 1_772_368_200_000 + sequence
        )
    }
}

extension HeldRequest {
    /// The request with this payload.
    static func decoded(_ payload: String) throws -> HeldRequest {
        try JSONDecoder().decode(HeldRequest.self, from: Data(payload.utf8))
    }
}
