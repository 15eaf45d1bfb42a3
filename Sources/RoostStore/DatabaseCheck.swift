internal import GRDB
internal import RoostKit

/// What looking through the database found: for `roost db check` and `roost doctor`.
package struct DatabaseCheck: Sendable {
    /// What was looked at.
    package enum Subject: String, CaseIterable, Sendable {
        /// The pages of the file and its indexes.
        case integrity
        /// Rows that name others.
        case foreignKeys = "foreign keys"
        /// What rooms have numbered.
        case sequences
        /// What is of somebody or something that is gone.
        case orphans
        /// The schema.
        case migrations
    }

    /// What was found wrong, in lines, by subject; nothing where all is well.
    package let problems: [Subject: [String]]

    /// Looks through the database in the data folder `folder`, also while a server runs; it changes nothing.
    @concurrent
    package init(folder: String, migrations: String) async throws(StoreError) {
        do {
            let migrator = Migrator(program: try MigrationFolder(path: migrations).migrations())
            let pool = try DatabaseFile(folder: folder, durability: .full).openExisting()
            problems = try await pool.read { database in
                [
                    .integrity: Self.problems { try Self.integrity(of: database) },
                    .foreignKeys: Self.problems { try Self.foreignKeys(of: database) },
                    .sequences: Self.problems { try Self.sequences(of: database) },
                    .orphans: Self.problems { try Self.orphans(in: database) },
                    .migrations: Self.problems { try Self.migrations(of: database, migrator) },
                ]
            }
            try pool.close()
        } catch {
            throw StoreError(error)
        }
    }

    /// What `check` finds; where it cannot look to the end, that is a problem, and the other checks go on.
    private static func problems(_ check: () throws -> [String]) -> [String] {
        do {
            return try check()
        } catch {
            return ["\(StoreError(error))"]
        }
    }

    /// What makes a file unfit to be the database.
    static func damage(in database: Database) throws -> [String] {
        try integrity(of: database) + foreignKeys(of: database)
    }

    private static func integrity(of database: Database) throws -> [String] {
        let lines = try database.ids(of: Statement("PRAGMA integrity_check(20)"))
        return lines == ["ok"] ? [] : lines
    }

    private static func foreignKeys(of database: Database) throws -> [String] {
        let query = Statement(
            "SELECT \"table\", \"parent\", count(*) FROM pragma_foreign_key_check GROUP BY 1, 2"
        )
        return try database.rows(of: query) { row in
            let (table, parent) = (
                try row.decode(String.self, atIndex: 0), try row.decode(String.self, atIndex: 1)
            )
            return
                "\(try row.decode(Int.self, atIndex: 2)) rows of \(table) name a \(parent) that is not there"
        }
    }

    /// Rows of modules that a room would number again.
    private static func sequences(of database: Database) throws -> [String] {
        let tables = Statement(
            """
            SELECT item.name FROM sqlite_schema AS item WHERE item.type = 'table'
                AND EXISTS (SELECT 1 FROM pragma_table_info(item.name) WHERE name = 'room')
                AND EXISTS (SELECT 1 FROM pragma_table_info(item.name) WHERE name = 'sequence')
            ORDER BY item.name
            """
        )
        return try database.ids(of: tables).flatMap { table in
            let quoted = "\"\(table.replacing("\"", with: "\"\""))\""
            let rooms = Statement(
                """
                SELECT room.id FROM room JOIN \(quoted) AS recorded ON recorded.room = room.id
                WHERE recorded.sequence > room.sequence GROUP BY room.id
                """
            )
            return try database.ids(of: rooms).map {
                "\(table) has entries past the last number of the room \($0)"
            }
        }
    }

    private static func orphans(in database: Database) throws -> [String] {
        let queries = [
            (
                "grants of users who are not there",
                """
                SELECT count(*) FROM grant_rule
                WHERE substr(subject, 1, 5) = 'user:' AND substr(subject, 6) NOT IN (SELECT name FROM user)
                """
            ),
            (
                "grants on rooms that are not there",
                """
                SELECT count(*) FROM grant_rule WHERE substr(resource, 1, 5) = 'room:' AND resource <> 'room:*'
                    AND substr(resource, 6) NOT IN (SELECT id FROM room)
                """
            ),
            (
                "counts of tokens that are not there",
                """
                SELECT count(*) FROM token_block
                WHERE token NOT IN (SELECT id FROM session UNION SELECT id FROM link)
                """
            ),
        ]
        return try queries.compactMap { what, sql in
            let count =
                try database.rows(of: Statement(sql)) { try $0.decode(Int.self, atIndex: 0) }.first ?? 0
            return count == 0 ? nil : "\(count) \(what)"
        }
    }

    private static func migrations(of database: Database, _ migrator: Migrator) throws -> [String] {
        let pending = try migrator.pending(in: database)
        return pending.isEmpty ? [] : ["not applied yet: \(pending.joined(separator: ", "))"]
    }
}
