internal import RoostKit

/// A Socket.IO namespace as its module sees it: declarations go to the host, and the rest to whoever is in there.
struct HostedNamespace: ModuleNamespace {
    let name: String
    let outlet: any NamespaceOutlet
    let declare: @Sendable ((inout DeclaredNamespace) -> Void) -> Void

    func use(
        within limit: Duration?,
        _ handler: @escaping @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> Void
    ) {
        declare { $0.gate = (limit ?? Limits.requestTime, handler) }
    }

    func onConnect(
        within limit: Duration?,
        _ handler: @escaping @concurrent @Sendable (Asker) async throws -> Void
    ) {
        declare { $0.connected = (limit ?? Limits.eventTime, handler) }
    }

    func onDisconnect(
        within limit: Duration?,
        _ handler: @escaping @concurrent @Sendable (Asker, String) async throws -> Void
    ) {
        declare { $0.disconnected = (limit ?? Limits.eventTime, handler) }
    }

    func on(
        _ event: String,
        needing access: Access,
        within limit: Duration?,
        atMost rate: RateLimit?,
        with handler: @escaping @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> [UInt8]
    ) {
        let limit = limit ?? Limits.requestTime
        let request = DeclaredRequest(
            event: event,
            access: access,
            limit: limit,
            rate: rate,
            answer: handler
        )
        declare { $0.events[event] = request }
    }

    func emit(_ event: String, arguments: [UInt8], to audience: NamespaceAudience) throws {
        try outlet.emit(event, arguments: arguments, to: audience)
    }

    func join(_ room: String, _ connection: String) { outlet.join(room, connection) }

    func leave(_ room: String, _ connection: String) { outlet.leave(room, connection) }

    func disconnect(_ connection: String) { outlet.disconnect(connection) }

    @concurrent
    func rooms(of connection: String) async -> [String] { await outlet.rooms(of: connection) }

    @concurrent
    func connections(in room: String?) async -> [String] { await outlet.connections(in: room) }
}
