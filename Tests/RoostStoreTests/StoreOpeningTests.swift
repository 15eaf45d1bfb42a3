import Foundation
import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("Store: opening")
struct StoreOpeningTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("a new folder gets the lobby and the grants of both roles")
    func seeds() async throws {
        let store = try await folder.openStore()
        #expect(try await store.rooms.list().map(\.id) == [RoomID(rawValue: "lobby")])
        let ada = UserID(rawValue: "ada")
        #expect(
            try await store.grants.list(of: ada, role: "admin") == [StoredGrant(right: "*", resource: "*")]
        )
        let member = try await store.grants.list(of: ada, role: "member")
        #expect(Set(member.map(\.right)) == ["list", "create", "join", "read", "send"])
        #expect(try await store.grants.list(of: ada, role: "nobody").isEmpty)
    }

    @Test("folder and file are for their owner alone")
    func modes() async throws {
        let store = try await folder.openStore()
        try await store.set(.text("value"), for: "key")
        #expect(try folder.mode(of: folder.data) == 0o700)
        #expect(try folder.mode(of: folder.database) == 0o600)
        #expect(try folder.mode(of: folder.database + "-wal") == 0o600)
    }

    @Test("the writer uses WAL, syncs fully and checks foreign keys")
    func pragmas() async throws {
        let store = try await folder.openStore()
        try await store.commit([
            Statement("INSERT INTO setting SELECT 'journal', journal_mode FROM pragma_journal_mode"),
            Statement("INSERT INTO setting SELECT 'synchronous', synchronous FROM pragma_synchronous"),
            Statement("INSERT INTO setting SELECT 'timeout', timeout FROM pragma_busy_timeout"),
        ])
        #expect(try await store.setting("journal") == .text("wal"))
        #expect(try await store.setting("synchronous") == .integer(2))
        #expect(try await store.setting("timeout") == .integer(5000))
        let orphan = Statement(
            "INSERT INTO session (id, user, created_at, expires_at) VALUES ('s', 'nobody', 0, 1)"
        )
        await #expect(throws: StoreError.self) { try await store.commit([orphan]) }
    }

    @Test("a second opening finds what the first one wrote and seeds nothing again")
    func reopens() async throws {
        let first = try await folder.openStore()
        try await first.add(StoredRoom(id: RoomID(rawValue: "den"), title: "Den", createdAt: 1))
        try await first.close()
        let second = try await folder.openStore()
        #expect(try await second.rooms.list().map(\.id.rawValue) == ["den", "lobby"])
    }

    @Test("two stores on one folder see each other's writes")
    func shares() async throws {
        let server = try await folder.openStore()
        let command = try await folder.openStore()
        try await command.set(.text("from the command"), for: "key")
        #expect(try await server.setting("key") == .text("from the command"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 {
                let store = number.isMultiple(of: 2) ? server : command
                group.addTask { try await store.set(.integer(1), for: "shared-\(number)") }
            }
            try await group.waitForAll()
        }
        let count = Statement("SELECT count(*) FROM setting WHERE key LIKE 'shared-%'")
        #expect(try await server.read(count) == [[.integer(100)]])
    }

    @Test("a store waits for the disk as its durability says", arguments: Durability.allCases)
    func durability(durability: Durability) async throws {
        let store = try await Store.open(
            folder: folder.data,
            migrations: TemporaryFolder.migrations,
            durability: durability
        )
        // Asked of the connection that writes.
        try await store.commit([
            Statement("INSERT INTO setting (key, value) SELECT 'found', synchronous FROM pragma_synchronous")
        ])
        #expect(try await store.setting("found") == .integer(durability == .full ? 2 : 1))
    }

    @Test("many who open a new folder at once all get a whole database")
    func races() async throws {
        let folder = folder
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    while true {
                        do {
                            return try await folder.openStore().rooms.list().count
                        } catch StoreError.busy {
                            // On a slow disk the first one takes longer than the others wait for it.
                            continue
                        }
                    }
                }
            }
            for try await count in group { #expect(count == 1) }
        }
    }

    @Test("a folder that cannot be made is named in one line", arguments: ["/proc/roost", "/dev/null/roost"])
    func unwritable(path: String) async throws {
        let error = await #expect(throws: StoreError.self) {
            _ = try await Store.open(folder: path, migrations: TemporaryFolder.migrations)
        }
        guard case .folder(path, _) = error else {
            Issue.record("expected a folder error, got \(String(describing: error))")
            return
        }
        let line = try #require(error?.description)
        #expect(line.contains(path) && !line.contains("\n"))
    }

    @Test("a file that is no database is refused and left as it was")
    func corrupt() async throws {
        try FileManager.default.createDirectory(atPath: folder.data, withIntermediateDirectories: true)
        let text = String(repeating: "this is no database. ", count: 100)
        try text.write(toFile: folder.database, atomically: true, encoding: .utf8)
        let folder = folder
        let error = await #expect(throws: StoreError.self) { _ = try await folder.openStore() }
        guard case .corrupt(folder.database, _) = error else {
            Issue.record("expected a corrupt database, got \(String(describing: error))")
            return
        }
        #expect(try String(contentsOfFile: folder.database, encoding: .utf8) == text)
    }

    @Test("closing leaves one file that has everything")
    func closes() async throws {
        let store = try await folder.openStore()
        try await store.set(.text("value"), for: "key")
        _ = try await store.setting("key")
        try await store.close()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.data) == ["roost.sqlite"])
        #expect(try await folder.openStore().setting("key") == .text("value"))
    }

    @Test("a closed store refuses everything, and closing it again does nothing")
    func closedStore() async throws {
        let store = try await folder.openStore()
        try await store.close()
        await #expect(throws: StoreError.self) { try await store.set(.text("value"), for: "key") }
        await #expect(throws: StoreError.self) { try await store.setting("key") }
        try await store.close()
    }

    @Test("a database whose first page is overwritten is refused", arguments: [0, 20, 100])
    func overwritten(offset: UInt64) async throws {
        try await folder.openStore().close()
        let file = try #require(FileHandle(forWritingAtPath: folder.database))
        try file.seek(toOffset: offset)
        try file.write(contentsOf: [UInt8](repeating: 255, count: 600))
        try file.close()
        let folder = folder
        let error = await #expect(throws: StoreError.self) { _ = try await folder.openStore() }
        guard case .corrupt(folder.database, _) = error else {
            Issue.record("expected a corrupt database, got \(String(describing: error))")
            return
        }
    }
}
