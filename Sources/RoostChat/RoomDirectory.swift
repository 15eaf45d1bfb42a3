package import NIOCore
package import RoostKit
package import RoostStore
internal import Synchronization

/// Every room that is in use, one actor each.
///
/// A room is in memory as long as somebody holds it: who is in it, or has something to do there. One that nobody uses costs
/// nothing.
package actor RoomDirectory {
    nonisolated let store: Store
    nonisolated let recorders: @Sendable () -> [any Recorder]
    private let announcer: any Announcer
    private let eventLoops: [any EventLoop]
    private let executor: @Sendable (any EventLoop) -> any SerialExecutor
    /// Up to where users have read.
    package nonisolated let markers: ReadMarkers
    private let restTime: TimeAmount
    private nonisolated let places = Mutex<[RoomID: Place]>([:])
    /// The rooms that are about to be deleted.
    private var closed: [RoomID: Room] = [:]
    /// How many rooms were made of what the store has.
    private var made = 0
    /// How many rooms were deleted.
    private var deletions = 0
    /// With so many places those are removed whose rooms are gone.
    private var sweepCount = 1_024

    private struct Place {
        /// Of its making, which tells a room from one that was here before.
        let number: Int
        weak var room: Room?
    }

    /// A directory of the rooms in `store`, spread over the event loops of `group`.
    ///
    /// Rooms ask for their `recorders` with each batch of messages, because modules come and go. They run on what `executor`
    /// answers for their event loop: whoever runs on the same calls them without a hop.
    package init(
        store: Store,
        recorders: @escaping @Sendable () -> [any Recorder],
        announcer: any Announcer,
        group: any EventLoopGroup,
        executor: @escaping @Sendable (any EventLoop) -> any SerialExecutor = { $0.executor },
        restTime: TimeAmount = .minutes(2)
    ) {
        self.store = store
        self.recorders = recorders
        self.announcer = announcer
        self.restTime = restTime
        markers = ReadMarkers(store: store)
        eventLoops = Array(group.makeIterator())
        self.executor = executor
    }

    /// How many rooms are in memory.
    package var count: Int { inUse.count }

    /// Those rooms.
    nonisolated var inUse: [Room] { places.withLock { $0.values.compactMap(\.room) } }

    /// The room with this id.
    /// - Throws: `ChatError.notFound`, or `storageUnavailable` where it could not be read.
    package nonisolated func room(_ id: RoomID) async throws(ChatError) -> Room {
        if let room = present(id) { return room }
        return try await load(id)
    }

    private func load(_ id: RoomID) async throws(ChatError) -> Room {
        if let room = present(id) { return room }
        let before = number(of: id)
        let stored = try await stored(id)
        // Another request may have made it while this one read; and where it is gone again, it may have changed before.
        if number(of: id) != before { return try await load(id) }
        let eventLoop = eventLoops[Int(id.stableHash % UInt64(eventLoops.count))]
        let room = Room(
            stored,
            on: eventLoop,
            executor: executor(eventLoop),
            store: store,
            recorders: recorders,
            announcer: announcer,
            restTime: restTime
        )
        made += 1
        let place = Place(number: made, room: room)
        places.withLock { $0[id] = place }
        sweep()
        return room
    }

    /// Has every room that is in memory forget `user`, whose account is gone, and what they said.
    package func forget(_ user: UserID) async {
        for room in inUse { await room.forget(user) }
    }

    /// What the store has of the room with this id.
    private func stored(_ id: RoomID) async throws(ChatError) -> StoredRoom {
        while true {
            let before = deletions
            do {
                guard let stored = try await store.rooms.find(id) else { throw ChatError.notFound }
                // It may be the one that was deleted while this read.
                if deletions == before { return stored }
            } catch {
                throw error as? ChatError ?? .storageUnavailable
            }
        }
    }

    /// The room with this id if it is in memory.
    package nonisolated func present(_ id: RoomID) -> Room? { places.withLock { $0[id]?.room } }

    /// Has the room `id` take nothing more, until `remove` or `reopen`.
    /// - Throws: `ChatError.notFound`, or one that says to try again.
    package func close(_ id: RoomID) async throws(ChatError) {
        let room = try await room(id)
        guard closed[id] == nil else { throw .busy }
        closed[id] = room
        await room.close()
    }

    /// Ends what `close` began.
    package func reopen(_ id: RoomID) async {
        await closed.removeValue(forKey: id)?.reopen()
    }

    /// Forgets the closed room `id`, which is deleted by now, and answers it.
    package func remove(_ id: RoomID) -> Room? {
        deletions += 1
        places.withLock { $0[id] = nil }
        return closed.removeValue(forKey: id)
    }

    private func number(of id: RoomID) -> Int? { places.withLock { $0[id]?.number } }

    private func sweep() {
        let limit = sweepCount
        let rest = places.withLock { places -> Int? in
            guard places.count >= limit else { return nil }
            places = places.filter { $0.value.room != nil }
            return places.count
        }
        if let rest { sweepCount = max(1_024, 2 * rest) }
    }
}

extension RoomID {
    /// FNV-1a of the name: the same on every run, unlike Swift's own hash.
    fileprivate var stableHash: UInt64 {
        rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
