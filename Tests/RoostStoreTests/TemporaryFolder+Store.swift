import Foundation
import RoostKit
import RoostStore
import RoostTestKit

extension TemporaryFolder {
    var database: String { data + "/roost.sqlite" }

    /// A folder for migrations of the test's own.
    var ownMigrations: String { path + "/migrations" }

    func write(_ text: String, to file: String) throws {
        try FileManager.default.createDirectory(atPath: ownMigrations, withIntermediateDirectories: true)
        try text.write(toFile: ownMigrations + "/" + file, atomically: true, encoding: .utf8)
    }

    func openWithOwnMigrations() async throws -> Store {
        try await Store.open(folder: data, migrations: ownMigrations)
    }

    func mode(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
}

extension Rooms {
    /// Every room, by id.
    func list() async throws -> [StoredRoom] {
        let query = RoomQuery(user: UserID(rawValue: "ada"), privateRooms: .all(besides: []), limit: 1_000)
        return try await list(query).map(\.room)
    }
}

extension Store {
    /// Keeps `value` under `key`, in a table that takes any.
    func set(_ value: SQLValue, for key: String) async throws(StoreError) {
        let insertion = "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)"
        try await commit([Statement(insertion, [.text(key), value])])
    }

    /// What is kept under `key`.
    func setting(_ key: String) async throws(StoreError) -> SQLValue? {
        try await read(Statement("SELECT value FROM setting WHERE key = ?1", [.text(key)])).first?.first
    }
}
