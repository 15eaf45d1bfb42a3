import Foundation
import RoostKit
import RoostTestKit
import Synchronization
import Testing

@testable import RoostModules

@Suite("Modules: namespaces")
struct NamespaceTests {
    private let ada = Asker(user: UserID(rawValue: "ada"), connection: "c1")

    private func factory(
        sharesRoot: Bool = false,
        _ declare: @escaping @Sendable (any ModuleContext) -> Void
    ) -> ModuleFactory {
        let manifest = ModuleManifest(name: "notes", version: "1.2", sharesRoot: sharesRoot)
        return ModuleFactory(manifest: manifest) { context in
            declare(context)
            return Notes(context: context)
        }
    }

    private func ask(_ stage: Stage, _ event: String, _ arguments: String) async throws -> String {
        let handlers = try #require(stage.host.bus.namespace("/notes"))
        let question = WireRequest(Array(arguments.utf8), from: ada)
        return String(decoding: try await handlers.acknowledgement(of: event, question), as: UTF8.self)
    }

    @Test("typed handlers read the first argument and answer ok beside their reply")
    func typed() async throws {
        let stage = try await Stage()
        let factory = factory { context in
            let notes = context.namespace("/notes", needing: .signedIn)
            notes.on("double", needing: .everybody) { (request: WireRequest<Int>) in
                ["twice": request.payload * 2]
            }
            notes.on("greet", needing: .everybody) { (_: WireRequest<[String: String]>) async throws in }
        }
        await stage.host.start(factory, as: "Notes")
        #expect(stage.host.bus.namespace("/notes")?.access == .signedIn)
        #expect(try await ask(stage, "double", "[21, 1]") == #"[{"ok":true,"twice":42}]"#)
        #expect(try await ask(stage, "greet", "[{}]") == #"[{"ok":true}]"#)
        let wrong = RequestError(
            code: "bad_request",
            message: "the field 'name' has a value of the wrong kind"
        )
        await #expect(throws: wrong) { try await ask(stage, "greet", #"[{"name": 7}]"#) }
        let none = RequestError(code: "bad_request", message: "the payload is not a JSON object")
        await #expect(throws: none) { try await ask(stage, "double", "[]") }
        await #expect(throws: ModuleUnavailable.off) { try await ask(stage, "nothing", "[]") }
    }

    @Test("who comes and goes is told, also while the module has as much to do as it may")
    func comings() async throws {
        let stage = try await Stage()
        let told = Mutex<[String]>([])
        let gate = Gate()
        let factory = factory { context in
            let notes = context.namespace("/notes", needing: .everybody)
            notes.use { request in
                guard request.payload == Array("1".utf8) else { throw RequestError(code: "no", message: "") }
            }
            notes.onConnect { asker in told.withLock { $0.append("\(asker.user) came") } }
            notes.onDisconnect { asker, reason in told.withLock { $0.append("\(asker.user) went: \(reason)") }
            }
            notes.on("wait", needing: .everybody) { (_: WireRequest<[Int]>) async throws in await gate.pass()
            }
        }
        await stage.host.start(factory, as: "Notes")
        let handlers = try #require(stage.host.bus.namespace("/notes"))
        let ada = ada
        try await handlers.decide(about: WireRequest(Array("1".utf8), from: ada))
        await #expect(throws: RequestError.self) {
            try await handlers.decide(about: WireRequest(Array("2".utf8), from: ada))
        }
        await withThrowingTaskGroup { group in
            for _ in 0..<Limits.callsAtOnce {
                group.addTask {
                    _ = try await handlers.acknowledgement(
                        of: "wait",
                        WireRequest(Array("[[]]".utf8), from: ada)
                    )
                }
            }
            await gate.arrived(Limits.callsAtOnce)
            await handlers.connected(ada)
            await handlers.disconnected(ada, "transport close")
            gate.open()
        }
        #expect(told.withLock { $0 } == ["ada came", "ada went: transport close"])
    }

    @Test("a module that ends leaves its namespace to nobody")
    func disabled() async throws {
        let stage = try await Stage()
        let house = QuietHouse()
        let host = ModuleHost(
            store: stage.store,
            dataFolder: stage.temporary.data,
            bus: ModuleBus(),
            services: house,
            logger: stage.log.logger
        )
        await host.start(factory { _ = $0.namespace("/notes", needing: nil) }, as: "Notes")
        #expect(host.bus.namespace("/notes") != nil)
        await host.start(factory { _ = $0.namespace("/notes/den", needing: nil) }, as: "Notes")
        #expect(house.closed == ["/notes"], "the new version has another one")
        try await host.disable("Notes")
        #expect(house.closed == ["/notes", "/notes/den"])
        #expect(host.bus.namespace("/notes/den") == nil)
    }

    @Test(
        "a namespace that is not the module's keeps it from starting",
        arguments: ["/", "/other", "/notesandmore", "notes", "/notes,", "/notes?x"]
    )
    func foreign(name: String) async throws {
        let stage = try await Stage()
        await stage.host.start(factory { _ = $0.namespace(name, needing: .everybody) }, as: "Notes")
        let reason = try #require(await stage.reason("Notes"))
        #expect(reason.contains("breaks a rule of modules"))
    }

    @Test("events of '/' are for modules that say so, and never have the name of a request")
    func root() async throws {
        let stage = try await Stage()
        await stage.host.start(
            factory(sharesRoot: true) { context in
                context.namespace("/", needing: nil).on("chat") { (_: WireRequest<String>) async throws in }
            },
            as: "Notes"
        )
        #expect(stage.host.bus.opensRoot)
        #expect(stage.host.bus.rootHandlers(of: "chat")?.access(of: "chat") == .everybody)
        #expect(stage.host.bus.rootHandlers(of: "message") == nil)
        #expect(stage.host.bus.namespace("/") == nil)
        let other = try await Stage()
        await other.host.start(
            factory(sharesRoot: true) { context in
                context.namespace("/", needing: nil).on("room:join") {
                    (_: WireRequest<String>) async throws in
                }
            },
            as: "Notes"
        )
        #expect(await other.reason("Notes")?.contains("has a ':'") == true)
    }
}
