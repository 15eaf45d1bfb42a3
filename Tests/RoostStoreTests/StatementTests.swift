import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("Store: statements and values")
struct StatementTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        "every kind of value comes back as it went in",
        arguments: [
            .integer(.min), .integer(.max), .real(0.5), .text(""), .text("ä 🐓"), .blob([]),
            .blob([0, 255]),
        ] as [SQLValue]
    )
    func roundTrip(value: SQLValue) async throws {
        let store = try await folder.openStore()
        try await store.set(value, for: "key")
        #expect(try await store.setting("key") == value)
        #expect(try await store.read(Statement("SELECT ?1, NULL", [value])) == [[value, .null]])
    }

    @Test("a placeholder may stand twice, and too few values are an error")
    func placeholders() async throws {
        let store = try await folder.openStore()
        let twice = Statement("SELECT ?2, ?1, ?2", [.integer(1), .integer(2)])
        #expect(try await store.read(twice) == [[.integer(2), .integer(1), .integer(2)]])
        await #expect(throws: StoreError.self) { try await store.read(Statement("SELECT ?1, ?2", [.null])) }
    }

    @Test("text with a zero byte is refused, not cut off")
    func zeroByte() async throws {
        let store = try await folder.openStore()
        await #expect(throws: StoreError.self) { try await store.set(.text("a\u{0}b"), for: "key") }
        #expect(try await store.setting("key") == nil)
        await #expect(throws: StoreError.self) {
            try await store.read(Statement("SELECT ?1", [.text("a\u{0}b")]))
        }
    }

    @Test("a read cannot write")
    func readsOnly() async throws {
        let store = try await folder.openStore()
        await #expect(throws: StoreError.self) { try await store.read(Statement("DELETE FROM room")) }
        #expect(try await store.rooms.list().count == 1)
    }

    @Test("a statement that SQLite does not understand is named in one line")
    func describes() async throws {
        let store = try await folder.openStore()
        let error = await #expect(throws: StoreError.self) {
            try await store.commit([Statement("INSERT INTO\nnowhere VALUES (1)")])
        }
        #expect(error?.description.contains("nowhere") == true)
        #expect(error?.description.contains("\n") == false)
    }
}
