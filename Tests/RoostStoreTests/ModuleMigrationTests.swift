import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("Store: migrations of modules")
struct ModuleMigrationTests {
    private let folder: TemporaryFolder
    private let first = Migration(
        "0001-note",
        sql: "CREATE TABLE notes_note (id INTEGER PRIMARY KEY) STRICT;"
    )
    private let second = Migration("0002-text", sql: "ALTER TABLE notes_note ADD COLUMN text TEXT;")

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("a module's tables grow with it, each step once")
    func grows() async throws {
        let store = try await folder.openStore()
        try await store.migrate(module: "notes", [first])
        try await store.migrate(module: "notes", [first])
        try await store.migrate(module: "notes", [second, first])
        try await store.commit([
            Statement("INSERT INTO notes_note (id, text) VALUES (?1, ?2)", [.integer(1), .null])
        ])
        #expect(try await store.read(Statement("SELECT id, text FROM notes_note")) == [[.integer(1), .null]])
    }

    @Test("two modules may have steps of the same name")
    func separates() async throws {
        let store = try await folder.openStore()
        try await store.migrate(module: "notes", [first])
        let other = Migration("0001-note", sql: "CREATE TABLE polls_poll (id INTEGER) STRICT;")
        try await store.migrate(module: "polls", [other])
        let count = Statement("SELECT count(*) FROM module_migration WHERE name = ?1", [.text("0001-note")])
        #expect(try await store.read(count) == [[.integer(2)]])
    }

    @Test("an edited step and a missing step are refused")
    func refuses() async throws {
        let store = try await folder.openStore()
        try await store.migrate(module: "notes", [first, second])
        let owner = "the module 'notes'"
        await #expect(throws: StoreError.newer(owner: owner, migration: "0002-text")) {
            try await store.migrate(module: "notes", [first])
        }
        let edited = Migration("0001-note", sql: first.sql + " ")
        await #expect(throws: StoreError.changed(owner: owner, migration: "0001-note")) {
            try await store.migrate(module: "notes", [edited, second])
        }
    }

    @Test("a step that fails leaves nothing, and the store goes on")
    func fails() async throws {
        let store = try await folder.openStore()
        let broken = Migration("0001-note", sql: first.sql + " INSERT INTO nowhere VALUES (1);")
        await #expect(throws: StoreError.self) { try await store.migrate(module: "notes", [broken]) }
        try await store.migrate(module: "notes", [first])
    }
}
