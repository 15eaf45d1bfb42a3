import RoostKit
import RoostStore
import Synchronization
import Testing

@testable import RoostModules

@Suite("Module host: starting modules")
struct StartingTests {
    private struct Refusal: Error, CustomStringConvertible {
        let description = "the key file\n   is missing"
    }

    private let table = Migration("0001-note", sql: "CREATE TABLE notes_note (text TEXT NOT NULL) STRICT;")

    @Test("a module that throws is left out with its reason, with all that it declared before")
    func refused() async throws {
        let stage = try await Stage()
        await stage.host.start(
            .notes { context in
                context.answer("notes:list", needing: .room(.read)) { (_: WireRequest<[UInt8]>) in [] }
                throw Refusal()
            },
            as: "Notes"
        )
        #expect(
            await stage.host.states == [
                ModuleState(
                    name: "Notes",
                    version: "1.2",
                    status: .failed(
                        reason: "it refused to start (the key file is missing): see its documentation"
                    )
                )
            ]
        )
        #expect(stage.host.bus.request(named: "notes:list") == nil)
    }

    @Test("a module whose start fails is not asked to stop, and what it began is cancelled")
    func halfStarted() async throws {
        let stage = try await Stage()
        let isStopped = Mutex(false)
        let isCancelled = Gate()
        isCancelled.open()
        await stage.host.start(
            .notes(
                onStart: { context in
                    context.spawn {
                        // It ends by being cancelled, which throws.
                        try? await Task.sleep(for: .seconds(3_600))
                        await isCancelled.pass()
                    }
                    throw Refusal()
                },
                onStop: { isStopped.withLock { $0 = true } }
            ),
            as: "Notes"
        )
        #expect(!isStopped.withLock { $0 })
        await isCancelled.arrived()
    }

    @Test("a module has its tables when it is made, and reads what it wrote")
    func tables() async throws {
        let stage = try await Stage()
        let made = Mutex<(any ModuleContext)?>(nil)
        await stage.host.start(
            .notes(migrations: [table]) { context in made.withLock { $0 = context } },
            as: "Notes"
        )
        #expect(await stage.host.states.map(\.status) == [.on])
        let store = try #require(made.withLock { $0 }).store
        try await store.write([Statement("INSERT INTO notes_note (text) VALUES (?1)", [.text("milk")])])
        #expect(try await store.read(Statement("SELECT text FROM notes_note")) == [[.text("milk")]])
        await #expect(throws: (any Error).self) {
            try await store.read(Statement("SELECT text FROM nowhere"))
        }
    }

    @Test("a migration that does not run leaves the module out")
    func brokenMigration() async throws {
        let stage = try await Stage()
        let broken = Migration("0001-note", sql: "CREATE TABLE notes_note (text TEXTUAL) STRICT;")
        await stage.host.start(.notes(migrations: [broken]) { _ in }, as: "Notes")
        #expect(await stage.reason("Notes")?.contains("0001-note") == true)
    }

    @Test(
        "a table or a request under another's name leaves the module out",
        arguments: [
            "CREATE TABLE user_note (text TEXT) STRICT;",
            "create  virtual table IF NOT EXISTS \"note\" using fts5(text);",
            "CREATE TABLE notes_note (text TEXT);\nALTER TABLE room ADD COLUMN note TEXT;",
            "DROP TABLE IF EXISTS user;",
        ]
    )
    func otherTables(sql: String) async throws {
        let stage = try await Stage()
        await stage.host.start(
            ModuleFactory.notes(migrations: [Migration("0001-note", sql: sql)]) { _ in },
            as: "Notes"
        )
        #expect(await stage.reason("Notes")?.contains("does not begin with 'notes_'") == true)
    }

    @Test("a request under another's name, or twice, leaves the module out")
    func otherRequests() async throws {
        let stage = try await Stage()
        for (name, events) in [("Stranger", ["room:list"]), ("Twice", ["notes:list", "notes:list"])] {
            await stage.host.start(
                .notes { context in
                    for event in events {
                        context.answer(event, needing: .room(.read)) { (_: WireRequest<[UInt8]>) in [] }
                    }
                },
                as: name
            )
            #expect(await stage.reason(name)?.hasPrefix("it breaks a rule of modules") == true)
        }
        #expect(stage.host.bus.request(named: "notes:list") == nil)
    }

    @Test(
        "a name of the server's own, of odd characters, or of another module is refused",
        arguments: [
            "room", "Notes", "no_tes", "", "1st", "é",
        ]
    )
    func names(name: String) async throws {
        let stage = try await Stage()
        await stage.host.start(.notes(name: name) { _ in }, as: "Odd")
        #expect(await stage.reason("Odd")?.hasPrefix("it breaks a rule of modules") == true)
        await stage.host.start(.notes { _ in }, as: "Notes")
        await stage.host.start(.notes { _ in }, as: "Copy")
        #expect(await stage.reason("Notes") == nil)
        #expect(await stage.reason("Copy")?.contains("another module") == true)
    }

    @Test("what a module declares after its start has no effect")
    func late() async throws {
        let stage = try await Stage()
        let made = Mutex<(any ModuleContext)?>(nil)
        await stage.host.start(.notes { context in made.withLock { $0 = context } }, as: "Notes")
        let context = try #require(made.withLock { $0 })
        context.answer("notes:list", needing: .room(.read)) { (_: WireRequest<[UInt8]>) in [] }
        #expect(stage.host.bus.request(named: "notes:list") == nil)
        #expect((context as? HostedContext)?.declarations.requests.isEmpty == true)
    }
}
