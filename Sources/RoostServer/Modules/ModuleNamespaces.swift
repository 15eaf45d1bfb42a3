import EngineIO
import NIOCore
import RoostAuth
import RoostKit
import RoostModules
import SocketIO
import Synchronization

/// The Socket.IO namespaces of modules: who comes in is checked as in the chat's own, and what they send goes to the module.
///
/// A namespace that was opened once stays and refuses whoever comes while no module has it.
final class ModuleNamespaces: Sendable {
    private let server: SocketIOServer
    private let modules: ModuleBus
    private let authority: Authority
    private let proxies: TrustedProxies
    private let opened = Mutex<Set<String>>([])

    /// Namespaces in `server`, as `modules` have them, for clients that `authority` knows.
    init(server: SocketIOServer, modules: ModuleBus, authority: Authority, proxies: TrustedProxies) {
        self.server = server
        self.modules = modules
        self.authority = authority
        self.proxies = proxies
    }

    /// The namespace `name`, where it is open or `/`.
    func namespace(_ name: String) -> @Sendable () -> Namespace? {
        { [self] in
            name == "/" || opened.withLock { $0.contains(name) } ? server.namespace(name) : nil
        }
    }

    /// Lets clients into the namespace `name`, from now on.
    func open(_ name: String) {
        guard opened.withLock({ $0.insert(name).inserted }) else { return }
        let namespace = server.namespace(name)
        namespace.use { [self] socket, auth in
            socket.state = try await client(on: socket, as: auth)
        }
        namespace.onConnect { [modules] socket in
            guard let client = socket.state as? ModuleClient else { return }
            // The module may have ended while it let the client in.
            guard modules.namespace(name) != nil else { return socket.disconnect() }
            client.connected()
        }
        namespace.onAny { socket, event in
            guard let client = socket.state as? ModuleClient else { return event.fail(ModuleUnavailable.off) }
            client.receive(event)
        }
        namespace.onDisconnect { socket, reason in
            guard let client = socket.state as? ModuleClient else { return }
            client.disconnected("\(reason)")
        }
    }

    /// Takes everybody out of the namespace `name`.
    func close(_ name: String) {
        namespace(name)()?.everyone.disconnect()
    }

    /// Whoever connects with `auth`, once the server and the module agree to that.
    private func client(on socket: isolated Socket, as auth: JSON?) async throws -> ModuleClient {
        guard let handlers = modules.namespace(socket.namespace.name) else { throw Self.off }
        let caller = Caller(socket.connection.request, behind: proxies)
        let live = try await session(as: auth, caller: caller, for: handlers.access)
        let client = ModuleClient(socket: socket, live: live, caller: caller, modules: modules)
        do throws(SessionEnd) {
            try live?.whenEnded { [weak client] end in await client?.end(end) }
        } catch {
            throw ChatNamespace.signInFirst
        }
        do {
            try live.map { try Self.check($0, for: handlers.access) }
        } catch {
            throw ConnectRefusal(WireError(error, in: "connect"))
        }
        try await ChatNamespace.propose(client.asker, to: modules)
        do {
            try await handlers.decide(about: WireRequest(Self.bytes(of: auth), from: client.asker))
        } catch is ModuleUnavailable {
            throw Self.off
        } catch {
            throw ConnectRefusal(WireError(error, in: "connect"))
        }
        return client
    }

    private func session(as auth: JSON?, caller: Caller, for access: Access?) async throws -> LiveSession? {
        let isNamed = auth?["token"]?.string != nil || auth?["guest"]?.string != nil
        guard access != nil || isNamed else { return nil }
        return try await ChatNamespace.session(as: auth, caller: caller, authority: authority)
    }

    private static func check(_ live: LiveSession, for access: Access?) throws {
        switch access {
        case .server(let right): try live.require(right, on: .server)
        case .signedIn: try live.requireWhole()
        // A namespace cannot demand a right in a room.
        case .room, .everybody, nil: break
        @unknown default: preconditionFailure("the server and its kit are built together")
        }
    }

    /// What the client connects with, without what opens its session.
    private static func bytes(of auth: JSON?) -> [UInt8] {
        var told = auth ?? .null
        if let members = auth?.object?.members {
            told = .object(JSONObject(members.filter { $0.name != "token" }))
        }
        var bytes = ByteBuffer()
        bytes.writeJSON(told)
        return Array(bytes.readableBytesView)
    }

    private static let off = ConnectRefusal(
        "\(ModuleUnavailable.off)",
        details: ["code": "module_unavailable", "retryable": true]
    )
}
