import Foundation
import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("Store: migrations")
struct MigrationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;", to: "0001-a.sql")
    }

    private func openingError() async -> StoreError? {
        let folder = folder
        return await #expect(throws: StoreError.self) { _ = try await folder.openWithOwnMigrations() }
    }

    @Test("files are applied in order, once each, and later ones later")
    func applies() async throws {
        try folder.write("CREATE TABLE b (a REFERENCES a); INSERT INTO a VALUES (1);", to: "0002-b.sql")
        try await folder.openWithOwnMigrations().close()
        try folder.write("INSERT INTO a VALUES (2);", to: "0003-c.sql")
        let store = try await folder.openWithOwnMigrations()
        #expect(
            try await store.read(Statement("SELECT id FROM a ORDER BY id")) == [[.integer(1)], [.integer(2)]]
        )
        let names = try await store.read(Statement("SELECT name FROM migration ORDER BY name"))
        #expect(names == [[.text("0001-a")], [.text("0002-b")], [.text("0003-c")]])
    }

    @Test("a checksum is stable across releases")
    func checksum() {
        // The published test vectors of FNV-1a.
        #expect(Checksum(of: "").text == "cbf29ce484222325")
        #expect(Checksum(of: "a").text == "af63dc4c8601ec8c")
        #expect(Checksum(of: "foobar").text == "85944171f73967e8")
    }

    @Test("an edited migration is refused")
    func edited() async throws {
        try await folder.openWithOwnMigrations().close()
        try folder.write("CREATE TABLE a (id TEXT PRIMARY KEY) STRICT;", to: "0001-a.sql")
        #expect(await openingError() == .changed(owner: "Roost", migration: "0001-a"))
    }

    @Test("a migration put before an applied one is refused")
    func outOfOrder() async throws {
        try await folder.openWithOwnMigrations().close()
        try folder.write("CREATE TABLE z (id INTEGER);", to: "0000-z.sql")
        #expect(await openingError() == .changed(owner: "Roost", migration: "0000-z"))
    }

    @Test("a database from a newer version is refused in one line that says so")
    func newer() async throws {
        try folder.write("CREATE TABLE b (id INTEGER);", to: "0002-b.sql")
        try await folder.openWithOwnMigrations().close()
        try FileManager.default.removeItem(atPath: folder.ownMigrations + "/0002-b.sql")
        let error = await openingError()
        #expect(error == .newer(owner: "Roost", migration: "0002-b"))
        #expect(error?.description.contains("newer version") == true)
        #expect(error?.description.contains("\n") == false)
    }

    @Test("a migration that fails is taken back whole, those before it stay")
    func fails() async throws {
        try folder.write("CREATE TABLE b (id INTEGER); INSERT INTO nowhere VALUES (1);", to: "0002-b.sql")
        guard case .migration("Roost", "0002-b", _) = await openingError() else {
            Issue.record("expected a failed migration")
            return
        }
        try folder.write("CREATE TABLE b (id INTEGER);", to: "0002-b.sql")
        let store = try await folder.openWithOwnMigrations()
        #expect(try await store.read(Statement("SELECT count(*) FROM b")) == [[.integer(0)]])
    }

    @Test("a migration that ends the transaction it runs in is refused by its name")
    func commits() async throws {
        try folder.write("CREATE TABLE b (id INTEGER); COMMIT;", to: "0002-b.sql")
        guard case .migration("Roost", "0002-b", _) = await openingError() else {
            Issue.record("expected a failed migration")
            return
        }
    }

    @Test(
        "a folder with a badly named or doubly numbered file is refused",
        arguments: ["1-b.sql", "0002.sql", "0002-.sql", "abcd-b.sql", "0001-b.sql"]
    )
    func badName(file: String) async throws {
        try folder.write("SELECT 1;", to: file)
        guard case .migrations(folder.ownMigrations, _) = await openingError() else {
            Issue.record("expected the migrations to be refused")
            return
        }
    }

    @Test("a folder without migrations is refused, and other files are passed over")
    func folderContent() async throws {
        try folder.write("notes", to: "README.md")
        try await folder.openWithOwnMigrations().close()
        try FileManager.default.removeItem(atPath: folder.ownMigrations + "/0001-a.sql")
        guard case .migrations = await openingError() else {
            Issue.record("expected the migrations to be refused")
            return
        }
    }
}
