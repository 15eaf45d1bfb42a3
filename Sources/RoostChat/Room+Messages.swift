package import RoostAuth
package import RoostKit

// What was said, for modules.
extension Room {
    /// How many entries back `latest` looks.
    private static let reach: Int64 = 1_000

    /// The messages among the latest 1,000 entries, as they are now, oldest first; without a recorder what is remembered.
    /// - Throws: `ChatError.storageUnavailable`.
    package func latestMessages(permit: consuming Permit<Read>) async throws(ChatError) -> [Message] {
        precondition(permit.room == id, "a permit for another room")
        let first = max(0, log.sequence - Self.reach)
        var found: [MessageKey: Message] = [:]
        for recorder in recording() {
            do {
                for entry in try await recorder.entries(of: id, after: first, limit: Int(Self.reach)) {
                    if case .posted(let message) = entry { found[message.key] = message }
                }
            } catch {
                throw .storageUnavailable
            }
        }
        for message in log.messages(of: id, after: first) { found[message.key] = message }
        return found.values.sorted { $0.sequence < $1.sequence }
    }
}
