import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostModules

@Suite("Module host: loading files")
struct LoadingTests {
    @Test("the built libHistory.so records a message and answers for it")
    func loadsHistory() async throws {
        let stage = try await Stage(others: ModuleFolders([]).paths)
        await stage.host.load(["History"])
        #expect(await stage.host.states.first == ModuleState(name: "History", version: "0.2.0", status: .on))
        let recorder = try #require(stage.host.bus.recorders.first)
        let message = Message(
            id: "1",
            sequence: 1,
            room: RoomID(rawValue: "lobby"),
            author: UserID(rawValue: "ada"),
            text: "hello",
            at: 0
        )
        try await stage.store.commit(try await recorder.statements(recording: [.posted(message)]))
        #expect(try await recorder.earlier([MessageKey(author: message.author, id: "1")]) == [message])
        let request = try #require(stage.host.bus.request(named: "history:page"))
        let ack = try await request.ack(to: Array(#"{"room":"lobby"}"#.utf8))
        #expect(String(decoding: ack, as: UTF8.self).hasPrefix(#"{"ok":true,"#))
        await #expect(throws: RequestError(code: "bad_request", message: "the field 'room' is missing")) {
            try await request.ack(to: Array("{}".utf8))
        }
    }

    @Test("a second start on the same database finds the module's tables as they are")
    func loadsAgain() async throws {
        let stage = try await Stage(others: ModuleFolders([]).paths)
        await stage.host.load(["History"])
        let second = stage.anotherHost()
        await second.load(["History"])
        #expect(await second.states.first?.status == .on)
    }

    @Test("a module that is switched off is listed, and takes no part")
    func listsOff() async throws {
        let stage = try await Stage(others: ModuleFolders([]).paths)
        await stage.host.load([])
        #expect(await stage.host.states.contains(ModuleState(name: "History", version: nil, status: .off)))
        #expect(stage.host.bus.recorders.isEmpty)
        #expect(stage.host.bus.request(named: "history:page") == nil)
        #expect(!(await stage.host.states.contains { $0.name == "RoostKit" }))
    }

    @Test("a missing file and a file that is not a module leave the others working")
    func leavesOut() async throws {
        let stage = try await Stage(others: ModuleFolders([]).paths)
        try stage.write("this is not a shared object, however long it is made\n", as: "Broken")
        await stage.host.load(["Broken", "Absent", "History"])
        #expect(await stage.host.states.prefix(3).map(\.name) == ["Broken", "Absent", "History"])
        let broken = try #require(await stage.reason("Broken"))
        #expect(broken.contains("\(stage.folder)/libBroken.so' is not a module"))
        let absent = try #require(await stage.reason("Absent"))
        #expect(absent.contains("there is no libAbsent.so in \(stage.folder)"))
        #expect(!(broken + absent).contains("\n"))
        #expect(await stage.reason("History") == nil)
        #expect(stage.host.bus.recorders.count == 1)
    }

    @Test(
        "a name that could lead out of the folders is refused",
        arguments: ["../x", "", "a b", "1st", "é", "a/b"]
    )
    func refusesName(name: String) async throws {
        let stage = try await Stage()
        await stage.host.load([name])
        #expect(await stage.reason(name) == "\(ModuleFault.badName)")
    }

    @Test("a name that the configuration has twice is loaded once")
    func loadsOnce() async throws {
        let stage = try await Stage(others: ModuleFolders([]).paths)
        await stage.host.load(["History", "History"])
        #expect(await stage.host.states.filter { $0.name == "History" }.map(\.status) == [.on])
        #expect(stage.host.bus.recorders.count == 1)
    }

    @Test("a survey tells the same without a server, and leaves the database alone")
    func surveys() async throws {
        let stage = try await Stage()
        try stage.write("not a module", as: "Broken")
        let states = ModuleSurvey.states(
            enabled: ["History", "Broken"],
            folders: [stage.folder] + ModuleFolders([]).paths,
            dataFolder: stage.temporary.data
        )
        let history = try #require(states.first)
        #expect(history.swift?.hasPrefix("6.") == true)
        #expect((history.name, history.version, history.status) == ("History", "0.2.0", .on))
        #expect(states.dropFirst().first?.status != .on)
        let tables = Statement("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'history%'")
        #expect(try await stage.store.read(tables) == [[.integer(0)]])
    }
}
