package import NIOCore
package import RoostKit
package import RoostStore

/// Every room that is in use, one actor each.
package actor RoomDirectory {
    nonisolated let store: Store
    private let recorders: @Sendable () -> [any Recorder]
    private let announcer: any Announcer
    private let eventLoops: [any EventLoop]
    private var rooms: [RoomID: Room] = [:]

    /// A directory of the rooms in `store`, spread over the event loops of `group`.
    ///
    /// Rooms ask for their `recorders` with each batch of messages, because modules come and go.
    package init(
        store: Store,
        recorders: @escaping @Sendable () -> [any Recorder],
        announcer: any Announcer,
        group: any EventLoopGroup
    ) {
        self.store = store
        self.recorders = recorders
        self.announcer = announcer
        eventLoops = Array(group.makeIterator())
    }

    /// How many rooms are in use.
    package var count: Int { rooms.count }

    /// The room with this id.
    /// - Throws: `ChatError.notFound`, or `storageUnavailable` where it could not be read.
    package func room(_ id: RoomID) async throws(ChatError) -> Room {
        if let room = rooms[id] { return room }
        let stored: StoredRoom?
        do {
            stored = try await store.rooms.find(id)
        } catch {
            throw .storageUnavailable
        }
        guard let stored else { throw .notFound }
        // Another request may have made it while this one read.
        if let room = rooms[id] { return room }
        let eventLoop = eventLoops[Int(id.stableHash % UInt64(eventLoops.count))]
        let room = Room(stored, on: eventLoop, store: store, recorders: recorders, announcer: announcer)
        rooms[id] = room
        return room
    }
}

extension RoomID {
    /// FNV-1a of the name: the same on every run, unlike Swift's own hash.
    fileprivate var stableHash: UInt64 {
        rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
