internal import GRDB
internal import Foundation
package import RoostKit

/// The table of rooms.
package struct Rooms: Sendable {
    /// The columns that make a `StoredRoom`.
    static let columns = """
        room.id, room.title, room.topic, room.created_at, room.created_by, room.archived_at, room.revision, room.sequence
        """

    /// How many characters there are in each piece of the index of what rooms say.
    private static let indexedLength = 3
    /// With so many rooms that say something, a page of them is found by walking along the ids.
    private static let manyRooms: Int64 = 1_000

    let store: Store

    /// The statement that adds `room`.
    static func insertion(of room: StoredRoom) -> RoostKit.Statement {
        Statement(
            """
            INSERT INTO room (id, title, topic, created_at, created_by, sequence, search)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            """,
            [
                .text(room.id.rawValue), .text(room.title), .text(room.topic), .integer(room.createdAt),
                .optional(room.createdBy?.rawValue), .integer(room.sequence),
                .text(folded("\(room.id) \(room.title) \(room.topic)")),
            ]
        )
    }

    /// The room with this id, or `nil`.
    package func find(_ id: RoomID) async throws(StoreError) -> StoredRoom? {
        let query = Statement("SELECT \(Self.columns) FROM room WHERE id = ?1", [.text(id.rawValue)])
        return try await store.read(query) { try StoredRoom($0) }.first
    }

    /// The room with this id and how many belong to it, or `nil`.
    package func listed(_ id: RoomID) async throws(StoreError) -> ListedRoom? {
        let query = Statement(
            "SELECT \(Self.columns), room.member_count, NULL FROM room WHERE id = ?1",
            [.text(id.rawValue)]
        )
        return try await store.read(query) { try ListedRoom($0) }.first
    }

    /// The rooms that `query` describes, by id.
    package func list(_ query: RoomQuery) async throws(StoreError) -> [ListedRoom] {
        let search = Self.folded(query.search)
        let found = try await ids(saying: search)
        let common = """
            archived_at IS \(query.isArchived ? "NOT NULL" : "NULL") AND id > ?2
            AND \(Self.condition(saying: "?3", among: found == nil ? nil : "?6")) ORDER BY id LIMIT ?4
            """
        var values: [SQLValue] = [
            .text(query.user.rawValue), .text(query.after?.rawValue ?? ""), .text(search),
            .integer(Int64(query.limit)),
        ]
        var isPrivate = "instr(id, '~') > 0"
        switch query.privateRooms {
        case .all(let ids):
            isPrivate += " AND (instr(id, '~~') = 0 OR id IN (SELECT value FROM json_each(?5)))"
            values.append(try Self.list(of: ids.map(\.rawValue)))
        case .only(let ids):
            isPrivate += " AND id IN (SELECT value FROM json_each(?5))"
            values.append(try Self.list(of: ids.map(\.rawValue)))
        }
        if let found { values.append(found) }
        // Two walks along the ids, each ended by the limit, whatever else there is in the table.
        let statement = Statement(
            """
            SELECT \(Self.columns), room.member_count, membership.read
            FROM (
                SELECT * FROM (SELECT * FROM room WHERE instr(id, '~') = 0 AND \(common))
                UNION ALL SELECT * FROM (SELECT * FROM room WHERE \(isPrivate) AND \(common))
            ) AS room LEFT JOIN membership ON membership.user = ?1 AND membership.room = room.id
            ORDER BY room.id LIMIT ?4
            """,
            values
        )
        return try await store.read(statement) { try ListedRoom($0) }
    }

    /// The first rooms after `last`, by id, at most `limit`; whichever they are.
    package func list(after last: RoomID?, limit: Int) async throws(StoreError) -> [StoredRoom] {
        let query = Statement(
            "SELECT \(Self.columns) FROM room WHERE id > ?1 ORDER BY id LIMIT ?2",
            [.text(last?.rawValue ?? ""), .integer(Int64(limit))]
        )
        return try await store.read(query) { try StoredRoom($0) }
    }

    /// The rooms that `user` belongs to, by id.
    package func list(of user: UserID) async throws(StoreError) -> [ListedRoom] {
        let query = Statement(
            """
            SELECT \(Self.columns), room.member_count, membership.read
            FROM membership JOIN room ON room.id = membership.room
            WHERE membership.user = ?1 ORDER BY room.id
            """,
            [.text(user.rawValue)]
        )
        return try await store.read(query) { try ListedRoom($0) }
    }

    /// The first `limit` rooms whose ids come after `id` and that say `part`, where given; by id, archived ones, too, but
    /// none for participants.
    package func list(
        after id: String?,
        containing part: String?,
        limit: Int
    ) async throws(StoreError) -> [StoredRoom] {
        let search = Self.folded(part ?? "")
        let found = try await ids(saying: search)
        let query = Statement(
            """
            SELECT \(Self.columns) FROM room WHERE id > ?1 AND instr(id, '~~') = 0
            AND \(Self.condition(saying: "?2", among: found == nil ? nil : "?4")) ORDER BY id LIMIT ?3
            """,
            [.text(id ?? ""), .text(search), .integer(Int64(limit))] + (found.map { [$0] } ?? [])
        )
        return try await store.read(query) { try StoredRoom($0) }
    }

    /// The ids of the rooms that say `text`, as `json_each` takes them; nothing where these are many: then a walk along the ids
    /// is soon at the end of a page.
    private func ids(saying text: String) async throws(StoreError) -> SQLValue? {
        guard let query = Self.finding(text) else { return nil }
        let ids = try await store.read(query) { try $0.decode(String.self, atIndex: 0) }
        return ids.count < Self.manyRooms ? try Self.list(of: ids) : nil
    }

    /// The query of the index for rooms that say `text`; `nil` where it does not tell.
    private static func finding(_ text: String) -> RoostKit.Statement? {
        let numbers: String
        let values: [SQLValue]
        if text.unicodeScalars.count >= indexedLength {
            numbers = "SELECT rowid FROM room_word WHERE room_word MATCH ?2 LIMIT ?1"
            values = [.text("\"\(text.replacing("\"", with: "\"\""))\"")]
        } else {
            // The index has letters that have two lower cases, such as the Greek sigma, as one of them.
            guard !text.isEmpty, text.uppercased().lowercased() == text else { return nil }
            numbers = "SELECT DISTINCT doc FROM room_term WHERE term >= ?2 AND term < ?3 LIMIT ?1"
            values = [.text(text), .text(text + "\u{10FFFF}")]
        }
        return Statement(
            "SELECT room FROM room_number WHERE number IN (\(numbers))",
            [.integer(manyRooms)] + values
        )
    }

    /// The condition that a room says the text `text`, and is in the list `ids` where that is given: both are placeholders.
    private static func condition(saying text: String, among ids: String?) -> String {
        let condition = "instr(search, \(text)) > 0"
        return ids.map { "\(condition) AND id IN (SELECT value FROM json_each(\($0)))" } ?? condition
    }

    /// The statement that keeps `sequence` as the room's latest, for the same commit as what it numbers.
    package static func recordingStatement(_ room: RoomID, sequence: Int64) -> RoostKit.Statement {
        Statement(
            "UPDATE room SET sequence = ?1 WHERE id = ?2",
            [.integer(sequence), .text(room.rawValue)]
        )
    }

    /// `text` as it is searched for.
    static func folded(_ text: String) -> String { text.lowercased() }

    /// `texts` as `json_each` takes them.
    static func list(of texts: [String]) throws(StoreError) -> SQLValue {
        do {
            return .text(String(decoding: try JSONEncoder().encode(texts), as: UTF8.self))
        } catch {
            throw .failed(reason: "\(error)")
        }
    }
}

extension Store {
    /// The table of rooms.
    package var rooms: Rooms { Rooms(store: self) }
}

extension StoredRoom {
    /// The room of a row that begins with `Rooms.columns`.
    init(_ row: Row) throws {
        self.init(
            id: RoomID(rawValue: try row.decode(String.self, atIndex: 0)),
            title: try row.decode(String.self, atIndex: 1),
            topic: try row.decode(String.self, atIndex: 2),
            createdAt: try row.decode(Int64.self, atIndex: 3),
            createdBy: try row.decode(String?.self, atIndex: 4).map(UserID.init(rawValue:)),
            archivedAt: try row.decode(Int64?.self, atIndex: 5),
            revision: try row.decode(Int64.self, atIndex: 6),
            sequence: try row.decode(Int64.self, atIndex: 7)
        )
    }
}

extension ListedRoom {
    fileprivate init(_ row: Row) throws {
        self.init(
            room: try StoredRoom(row),
            memberCount: try row.decode(Int64.self, atIndex: 8),
            read: try row.decode(Int64?.self, atIndex: 9)
        )
    }
}
