package import RoostAuth
package import RoostKit

// For who was away, and who asks about one message.
extension Room {
    /// The message with this key as it is now, if the room has it.
    /// - Throws: `ChatError.storageUnavailable`.
    package func message(
        _ key: MessageKey,
        permit: consuming Permit<Read>
    ) async throws(ChatError) -> Message? {
        precondition(permit.room == id, "a permit for another room")
        if let message = log.message(key) { return message.room == id ? message : nil }
        for recorder in recording() {
            let found: [Message]
            do {
                found = try await recorder.earlier([key])
            } catch {
                throw .storageUnavailable
            }
            if let message = found.first { return message.room == id ? message : nil }
        }
        return nil
    }

    /// Lets `device` in again, which had everything up to the entry `sequence`: it hears what follows the answered entries.
    /// - Returns: What it missed, in order, or nothing where that is too much or not all kept; then it is not in.
    /// - Throws: `ChatError.storageUnavailable`, or `notFound` where the room is closed.
    package func recover(
        _ device: any Device,
        as status: PresenceStatus,
        after sequence: Int64,
        reading: consuming Permit<Read>,
        joining: consuming Permit<Join>
    ) async throws(ChatError) -> [RoomEntry]? {
        let missed = try await missed(after: sequence, permit: reading)
        // What came while that was read is remembered.
        guard let entries = missed.entries, let later = log.entries(after: missed.sequence),
            entries.count + later.count <= RoomLog.entryLimit
        else { return nil }
        _ = try join(device, as: status, permit: joining)
        return entries + later
    }

    /// What comes after the entry `sequence`, for whoever was away.
    /// - Throws: `ChatError.storageUnavailable`.
    package func missed(
        after sequence: Int64,
        permit: consuming Permit<Read>
    ) async throws(ChatError) -> Missed {
        precondition(permit.room == id, "a permit for another room")
        let last = log.sequence
        guard sequence <= last, last - sequence <= RoomLog.entryLimit else {
            return Missed(sequence: last, entries: nil)
        }
        if let entries = log.entries(after: sequence) {
            return Missed(sequence: last, entries: Array(entries))
        }
        for recorder in recording() {
            let found: [RoomEntry]
            do {
                found = try await recorder.entries(of: id, after: sequence, limit: Int(last - sequence))
            } catch {
                throw .storageUnavailable
            }
            // One without a gap, or none: the recorder may not have been there all the time.
            if found.map(\.sequence) == Array((sequence + 1)...last) {
                return Missed(sequence: last, entries: found)
            }
        }
        return Missed(sequence: last, entries: nil)
    }
}
