import Foundation
import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("StoreCopy: copies of the whole database")
struct StoreCopyTests {
    private let files: TemporaryFolder
    private let store: Store
    private var copy: String { files.path + "/copy.sqlite" }

    init() async throws {
        files = try TemporaryFolder()
        store = try await files.openStore()
    }

    private func add(_ id: String) async throws {
        try await store.add(StoredRoom(id: RoomID(rawValue: id), title: id, createdAt: 1))
    }

    private func restore(from path: String, suffix: String = "old") async throws -> String? {
        try await StoreCopy(folder: files.data).restore(
            from: path,
            migrations: TemporaryFolder.migrations,
            suffix: suffix
        )
    }

    /// Overwrites the page of the table of grants, and closes the database.
    private func damage() async throws {
        let page = "SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = 'grant_rule'"
        let row = try #require(try await store.read(Statement(page)).first)
        guard case (.integer(let number), .integer(let size)) = (row[0], row[1]) else { return }
        try await store.close()
        let file = try #require(FileHandle(forWritingAtPath: files.database))
        try file.seek(toOffset: UInt64((number - 1) * size))
        try file.write(contentsOf: [UInt8](repeating: 255, count: Int(size)))
        try file.close()
    }

    /// The rooms in a database that nobody else has open.
    private func rooms() async throws -> [String] {
        let store = try await files.openStore()
        let rooms = try await store.rooms.list().map(\.id.rawValue)
        try await store.close()
        return rooms
    }

    @Test("a copy made while others write is sound, and has what was committed before it began")
    func whileWriting() async throws {
        for index in 0..<50 { try await add("before-\(index)") }
        let (written, told) = AsyncStream.makeStream(of: Int.self)
        let writing = Task {
            var count = 0
            while !Task.isCancelled {
                try await add("during-\(count)")
                count += 1
                told.yield(count)
            }
        }
        // Somebody writes by now, and goes on.
        for await count in written where count > 2 { break }
        try await StoreCopy(folder: files.data).make(at: copy)
        writing.cancel()
        try await writing.value
        #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
        #expect(!FileManager.default.fileExists(atPath: copy + "-wal"))
        try await store.close()
        #expect(try await restore(from: copy) == files.data + "/roost.sqlite.old")
        #expect(try await rooms().filter { $0.hasPrefix("before-") }.count == 50)
    }

    @Test("of a database that is not sound there is no copy, and nothing of one")
    func unsound() async throws {
        try await damage()
        await #expect(throws: StoreError.self) { try await StoreCopy(folder: files.data).make(at: copy) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.path) == ["data"])
    }

    @Test("what is written to a new file is for its owner alone, from the beginning")
    func newFile() throws {
        let file = try NewFile(path: copy)
        _ = FileHandle(fileDescriptor: try file.create(), closeOnDealloc: true)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.partial)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("a copy never takes the place of another file")
    func exists() async throws {
        try "mine".write(toFile: copy, atomically: true, encoding: .utf8)
        await #expect(throws: StoreError.exists(path: copy)) {
            try await StoreCopy(folder: files.data).make(at: copy)
        }
        #expect(try String(contentsOfFile: copy, encoding: .utf8) == "mine")
    }

    @Test("the database that a copy replaces is kept, with all that was in its log")
    func keeps() async throws {
        try await StoreCopy(folder: files.data).make(at: copy)
        try await add("later")
        try await store.close()
        let aside = try #require(try await restore(from: copy))
        #expect(try await rooms() == ["lobby"])
        _ = try await restore(from: aside, suffix: "older")
        #expect(try await rooms() == ["later", "lobby"])
    }

    @Test("what is no sound database of Roost is refused, and the database stays as it is")
    func refused() async throws {
        try await add("mine")
        try await store.close()
        try Data("no database, but as long as one".utf8).write(to: URL(fileURLWithPath: copy))
        await #expect(throws: StoreError.self) { try await restore(from: copy) }
        #expect(try await rooms() == ["lobby", "mine"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: files.data) == ["roost.sqlite"])
    }

    @Test(
        "a sound database of something else, or of a newer version, is refused, too",
        arguments: ["DROP TABLE migration", "INSERT INTO migration VALUES ('9999-later', '')"]
    )
    func foreign(statement: String) async throws {
        let other = try TemporaryFolder()
        let foreign = try await other.openStore()
        try await foreign.commit([Statement(statement)])
        try await foreign.close()
        try await add("mine")
        try await store.close()
        await #expect(throws: StoreError.self) { try await restore(from: other.database) }
        #expect(try await rooms() == ["lobby", "mine"])
    }

    @Test("a damaged database is put aside, too")
    func damaged() async throws {
        try await StoreCopy(folder: files.data).make(at: copy)
        try await store.close()
        try Data(repeating: 7, count: 9_000).write(to: URL(fileURLWithPath: files.data + "/roost.sqlite"))
        #expect(try await restore(from: copy) != nil)
        #expect(try await rooms() == ["lobby"])
    }

    @Test("of a damaged database all checks are told that can be made")
    func damagedPage() async throws {
        try await damage()
        let problems = try await DatabaseCheck(folder: files.data, migrations: TemporaryFolder.migrations)
            .problems
        #expect(problems[.integrity]?.isEmpty == false && problems[.orphans]?.isEmpty == false)
        #expect(problems[.sequences] == [] && problems[.migrations] == [])
    }

    @Test("what root restores is the folder's owner's", .enabled(if: geteuid() == 0))
    func owner() async throws {
        try await StoreCopy(folder: files.data).make(at: copy)
        try await store.close()
        #expect(chown(files.data, 12_345, 12_346) == 0)
        _ = try await restore(from: copy)
        let attributes = try FileManager.default.attributesOfItem(atPath: files.database)
        #expect(attributes[.ownerAccountID] as? Int == 12_345)
        #expect(attributes[.groupOwnerAccountID] as? Int == 12_346)
    }

    @Test("a file that cannot be read, or made, is named, and not the data folder")
    func unusable() async throws {
        await #expect { try await restore(from: files.path) } throws: { error in
            if case StoreError.file(files.path, _) = error { true } else { false }
        }
        await #expect { try await StoreCopy(folder: files.data).make(at: "/proc/copy") } throws: { error in
            if case StoreError.file("/proc/copy.partial", _) = error { true } else { false }
        }
    }

    @Test("a sound database has no problems; rows that point nowhere, and numbers given twice, are told")
    func check() async throws {
        let check = { try await DatabaseCheck(folder: files.data, migrations: TemporaryFolder.migrations) }
        #expect(try await check().problems.values.allSatisfy { $0.isEmpty })
        try await store.commit([
            Statement("CREATE TABLE kept (room TEXT NOT NULL, sequence INTEGER NOT NULL) STRICT"),
            Statement("INSERT INTO kept VALUES ('lobby', 7)"),
            Statement(
                "INSERT INTO grant_rule (subject, \"right\", resource) VALUES ('user:gone', 'read', 'server')"
            ),
        ])
        let problems = try await check().problems
        #expect(problems[.sequences]?.count == 1 && problems[.orphans]?.count == 1)
        #expect(problems[.integrity] == [] && problems[.migrations] == [])
    }
}
