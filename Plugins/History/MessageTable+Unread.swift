internal import FoundationEssentials
internal import RoostKit

extension MessageTable {
    /// How many of the latest messages of a room are counted: nobody reads a larger number.
    private static let unreadLimit = 1_000

    @concurrent
    func unread(by user: UserID, after read: [RoomID: Int64]) async throws -> [RoomID: Unread] {
        let marks = Dictionary(uniqueKeysWithValues: read.map { ($0.key.rawValue, $0.value) })
        // One number holds both counts, which are below 4,096, so that each room is read once.
        let query = Statement(
            """
            SELECT wanted.key, (
                SELECT count(*) * 4096 + coalesce(sum(' ' || lower(text) || '  ' GLOB ?3 OR ' ' || lower(text) || '  ' GLOB ?4), 0)
                FROM (
                    SELECT author, text, is_deleted FROM history_message
                    WHERE room = wanted.key AND sequence > wanted.value ORDER BY sequence DESC LIMIT ?5
                ) WHERE author <> ?2 AND is_deleted = 0
            ) FROM json_each(?1) AS wanted
            """,
            [
                .text(String(decoding: try JSONEncoder().encode(marks), as: UTF8.self)),
                .text(user.rawValue),
            ] + Self.mentions(of: user).map(SQLValue.text) + [.integer(Int64(Self.unreadLimit))]
        )
        return try await store.read(query).reduce(into: [:]) { found, row in
            guard row.count == 2, case (.text(let room), .integer(let counts)) = (row[0], row[1]) else {
                throw UnexpectedRow()
            }
            found[RoomID(rawValue: room)] = Unread(messages: Int(counts >> 12), mentions: Int(counts & 4095))
        }
    }

    /// What a text looks like that names `user`: not as a part of another name or of an address, and perhaps before a full stop.
    private static func mentions(of user: UserID) -> [String] {
        // A name has no letters that mean something in a pattern but these, which a guest's may have.
        let name = user.rawValue.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
        let start = "*[^a-z0-9._-]@\(name)"
        return ["\(start)[^a-z0-9._-]*", "\(start)[._-][^a-z0-9._-]*"]
    }
}
