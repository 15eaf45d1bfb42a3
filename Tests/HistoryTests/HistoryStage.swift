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
    private let folder: TemporaryFolder

    init() async throws {
        folder = try TemporaryFolder()
        store = try await folder.openStore()
        let host = ModuleHost(
            store: store,
            dataFolder: folder.data,
            bus: ModuleBus(),
            services: QuietHouse(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let factory = Unmanaged<ModuleFactory>.fromOpaque(makeHistory()).takeRetainedValue()
        await host.start(factory, as: "History")
        try #require(await host.states == [ModuleState(name: "History", version: "0.1.0", status: .on)])
        recorder = try #require(host.bus.recorders.first)
        pageRequest = try #require(host.bus.request(named: "history:page"))
    }

    func record(_ messages: [Message]) async throws {
        try await record(messages.map(RoomEntry.posted))
    }

    func record(_ entries: [RoomEntry]) async throws {
        try await store.commit(try await recorder.statements(recording: entries))
    }

    /// The acknowledgement of `history:page` with this payload.
    func page(_ payload: String) async throws -> PageAck {
        let ack = try await pageRequest.ack(to: Array(payload.utf8))
        return try JSONDecoder().decode(PageAck.self, from: Data(ack))
    }
}

/// `history:page`'s acknowledgement, as a client reads it.
struct PageAck: Decodable {
    struct Reaction: Decodable, Equatable {
        let reaction: String
        let count: Int
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
