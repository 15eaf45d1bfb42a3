internal import Logging
internal import NIOCore
package import RoostAuth
package import RoostKit
package import RoostStore

/// Up to where users have read: kept in memory for a second, and then written for all of them together.
package actor ReadMarkers {
    private static let logger = Logger(label: "roost")
    /// How many may wait to be written.
    private static let limit = 100_000

    private let store: Store
    private let delay: Duration
    private var waiting: [ReadMarker.Key: Int64] = [:]
    private var writing: [ReadMarker.Key: Int64] = [:]
    private var writer: Task<Void, Never>?
    private var commit: Task<Void, Never>?

    /// Nothing that waits; what comes is written into `store` after `delay`.
    package init(store: Store, delay: Duration = .seconds(1)) {
        self.store = store
        self.delay = delay
    }

    /// Notes that the permit's user has read all up to `sequence` in its room, and says whether that is news.
    ///
    /// It is as far as is remembered. They never have less.
    /// - Throws: `ChatError.busy` where the store does not take what waits already.
    package func move(to sequence: Int64, permit: consuming Permit<Read>) throws(ChatError) -> Bool {
        let key = ReadMarker.Key(user: permit.user, room: permit.room)
        guard sequence > known(key) ?? -1 else { return false }
        guard waiting.count < Self.limit else { throw .busy }
        waiting[key] = sequence
        writeLater()
        return true
    }

    /// Up to where `user` has read in `room`, where the store knows of `stored`.
    package func read(by user: UserID, in room: RoomID, stored: Int64) -> Int64 {
        max(stored, known(ReadMarker.Key(user: user, room: room)) ?? 0)
    }

    /// `rooms` as they are for `user` with what is not written yet.
    func applied(to rooms: [ListedRoom], of user: UserID) -> [ListedRoom] {
        rooms.map { listed in
            guard let stored = listed.read else { return listed }
            let read = read(by: user, in: listed.room.id, stored: stored)
            return ListedRoom(room: listed.room, memberCount: listed.memberCount, read: read)
        }
    }

    /// Writes what waits: at the end of the server.
    package func flush() async {
        writer?.cancel()
        await write()
    }

    private func known(_ key: ReadMarker.Key) -> Int64? { waiting[key] ?? writing[key] }

    /// Whether some are being written.
    var isWriting: Bool { commit != nil }

    private func write() async {
        writer = nil
        while let commit { await commit.value }
        guard !waiting.isEmpty else { return }
        (writing, waiting) = (waiting, [:])
        let commit = Task { await commitWriting() }
        self.commit = commit
        await commit.value
    }

    private func commitWriting() async {
        do {
            try await store.memberships.move(writing.map { ReadMarker(key: $0.key, read: $0.value) })
        } catch {
            Self.logger.warning("read markers are not written", metadata: ["error": "\(error)"])
            waiting.merge(writing) { newer, _ in newer }
        }
        (writing, commit) = ([:], nil)
        if !waiting.isEmpty { writeLater() }
    }

    private func writeLater() {
        guard writer == nil else { return }
        writer = Task {
            // Cancelled by `flush`, which writes.
            guard (try? await Task.sleep(for: delay)) != nil else { return }
            await write()
        }
    }
}
