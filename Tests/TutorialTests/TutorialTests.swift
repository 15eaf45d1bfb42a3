import Logging
import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostModules
@testable import Tutorial

@Suite("Tutorial: events of '/'")
struct TutorialTests {
    private let folder: TemporaryFolder
    private let house: QuietHouse
    private let host: ModuleHost

    init() async throws {
        folder = try TemporaryFolder()
        house = QuietHouse(settings: ["tutorial.room-event": .text("message")])
        host = ModuleHost(
            store: try await folder.openStore(),
            dataFolder: folder.data,
            bus: ModuleBus(),
            services: house,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let factory = ModuleFactory(manifest: TutorialModule.manifest) { try TutorialModule(context: $0) }
        await host.start(factory, as: "Tutorial")
    }

    private func send(_ event: String, _ arguments: String, from name: String = "ada") async throws {
        let handlers = try #require(host.bus.rootHandlers(of: event))
        let asker = Asker(user: UserID(rawValue: name), connection: "of-\(name)")
        _ = try await handlers.acknowledgement(of: event, WireRequest(Array(arguments.utf8), from: asker))
    }

    @Test("what is sent comes back as it came")
    func echo() async throws {
        try await send("message", #"["hello",{"b":1}]"#)
        #expect(house.heard.map(\.arguments) == [#"["hello",{"b":1}]"#])
        #expect(house.heard.map(\.audience) == [.connection("of-ada")])
    }

    @Test("a room is told who joins and leaves, and hears bare text from those in it alone")
    func rooms() async throws {
        await #expect(throws: RequestError.notMember) {
            try await send("chat", #"[{"room":"den","message":"hi"}]"#)
        }
        try await send("join", #"[{"room":"den"}]"#)
        try await send("chat", #"[{"room":"den","message":"hi"}]"#)
        await #expect(throws: RequestError.notMember) {
            try await send("chat", #"[{"room":"den","message":"me too"}]"#, from: "ben")
        }
        try await send("leave", #"[{"room":"den"}]"#)
        await #expect(throws: RequestError.notMember) { try await send("leave", #"[{"room":"den"}]"#) }
        #expect(
            house.heard.map(\.arguments) == [
                #"["ada joined the room"]"#, #"["hi"]"#, #"["ada left the room"]"#,
            ]
        )
        #expect(Set(house.heard.map(\.audience)) == [.room("den")])
    }

    @Test("a room has a name, and joining it needs the right")
    func refused() async throws {
        await #expect(throws: RequestError.badRoom) { try await send("join", #"[{"room":""}]"#) }
        let join = try #require(host.bus.rootHandlers(of: "join"))
        #expect(join.access(of: "join") == .room("tutorial.join"))
        #expect(house.rights.map(\.right) == ["tutorial.join"])
        #expect(host.bus.opensRoot)
    }
}
