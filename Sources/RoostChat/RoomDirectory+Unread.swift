package import RoostKit
package import RoostStore

// What users have not read, as the recorders know it; without one nothing of it is known.
extension RoomDirectory {
    /// What `user` has not read after the entry `read` of the room `id`, whose latest is `last`.
    /// - Throws: `ChatError.storageUnavailable`.
    package nonisolated func unread(
        in id: RoomID,
        after read: Int64,
        of last: Int64,
        by user: UserID
    ) async throws(ChatError) -> Unread? {
        let recorders = recorders()
        guard !recorders.isEmpty else { return nil }
        guard read < last else { return .nothing }
        return try await unread(after: [id: read], by: user, recorders)[id]
    }

    /// What `user` has not read of those of `rooms` that they belong to, in one question for all of them.
    /// - Throws: `ChatError.storageUnavailable`.
    package nonisolated func unread(
        in rooms: [ListedRoom],
        by user: UserID
    ) async throws(ChatError) -> [RoomID: Unread] {
        let recorders = recorders()
        var (unread, marks): ([RoomID: Unread], [RoomID: Int64]) = ([:], [:])
        guard !recorders.isEmpty else { return [:] }
        for listed in rooms {
            guard let read = listed.read else { continue }
            let id = listed.room.id
            if read < listed.room.sequence { marks[id] = read } else { unread[id] = .nothing }
        }
        guard !marks.isEmpty else { return unread }
        return unread.merging(try await self.unread(after: marks, by: user, recorders)) { _, new in new }
    }

    private nonisolated func unread(
        after marks: [RoomID: Int64],
        by user: UserID,
        _ recorders: [any Recorder]
    ) async throws(ChatError) -> [RoomID: Unread] {
        for recorder in recorders {
            do {
                let found = try await recorder.unread(by: user, after: marks)
                if !found.isEmpty { return found }
            } catch {
                throw .storageUnavailable
            }
        }
        return [:]
    }
}
