package import RoostAuth
internal import RoostKit

// For who was away.
extension Room {
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
