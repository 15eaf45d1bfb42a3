import EngineIO
import Logging
import NIOCore
import Synchronization

/// A part of a Socket.IO server with sockets, rooms and events of its own.
///
/// Handlers may be added while it serves; what is added counts from the next client or event on.
public final class Namespace: Sendable {
    /// Decides about a client that wants to come in; it sees what the client sent along.
    public typealias Gate = @Sendable (isolated Socket, JSON?) async throws -> Void
    /// Handles one event of a client.
    public typealias EventHandler = @Sendable (isolated Socket, Event) async throws -> Void
    /// Handles what a handler of `event` threw, or of no event where that was a connect handler.
    public typealias ErrorHandler = @Sendable (isolated Socket, any Error, Event?) -> Void

    /// A handler, and whether it is done when it returns.
    private enum Reaction {
        case now(@Sendable (isolated Socket, Event) throws -> Void)
        case later(EventHandler)
    }

    /// What is done when a client is in, and whether it is done when it returns.
    private enum Greeting {
        case now(@Sendable (isolated Socket) throws -> Void)
        case later(@Sendable (isolated Socket) async throws -> Void)
    }

    private struct Handlers {
        var gates: [Gate] = []
        var connect: [Greeting] = []
        var abandon: [@Sendable (isolated Socket) -> Void] = []
        var disconnect: [@Sendable (isolated Socket, DisconnectReason) -> Void] = []
        var before: [EventHandler] = []
        var events: [String: Reaction] = [:]
        var others: Reaction?
        var error: ErrorHandler?
    }

    /// What the client addresses it by, with the leading slash.
    public let name: String
    let configuration: SocketIOConfiguration
    /// Told when a client left that had asked for the namespace; for one that goes with its last client.
    private let onLeave: (@Sendable () -> Void)?
    let members: LocalMembers
    let recovery: Recovery?
    private let logger: Logger
    private let handlers = Mutex(Handlers())
    private let chosenAdapter = Mutex<(any Adapter)?>(nil)

    init(
        _ name: String,
        configuration: SocketIOConfiguration,
        group: any EventLoopGroup,
        logger: Logger,
        onLeave: (@Sendable () -> Void)? = nil
    ) {
        self.name = name
        self.configuration = configuration
        self.logger = logger
        self.onLeave = onLeave
        recovery = configuration.recovery.map { Recovery($0, namespace: name) }
        members = LocalMembers(namespace: name, group: group, recovery: recovery)
    }

    /// What reaches the namespace's sockets; this process's alone unless another is chosen before clients come.
    public var adapter: any Adapter {
        get { chosenAdapter.withLock { $0 } ?? members }
        set { chosenAdapter.withLock { $0 = newValue } }
    }

    /// Whether it goes with its last client.
    var isTransient: Bool { onLeave != nil }

    /// A client that had asked for the namespace is out, or was not let in.
    func left() { onLeave?() }

    /// How many sockets of this process are in the namespace.
    public var socketCount: Int { members.count }

    // MARK: Handlers

    /// Adds a gate, after those there are: it lets a client in by returning, and refuses it by throwing `ConnectRefusal`.
    public func use(_ gate: @escaping Gate) {
        handlers.withLock { $0.gates.append(gate) }
    }

    /// Adds what is done when a client is in, before any event of its is handled.
    public func onConnect(_ handler: @escaping @Sendable (isolated Socket) async throws -> Void) {
        handlers.withLock { $0.connect.append(.later(handler)) }
    }

    /// The same with a handler that awaits nothing, which is the fastest kind.
    public func onConnect(_ handler: @escaping @Sendable (isolated Socket) throws -> Void) {
        handlers.withLock { $0.connect.append(.now(handler)) }
    }

    /// Adds what is done, once, when a client that was in is gone.
    public func onDisconnect(_ handler: @escaping @Sendable (isolated Socket, DisconnectReason) -> Void) {
        handlers.withLock { $0.disconnect.append(handler) }
    }

    /// Adds what is done when a client that gates looked at was gone, or refused, before it was in.
    public func onAbandon(_ handler: @escaping @Sendable (isolated Socket) -> Void) {
        handlers.withLock { $0.abandon.append(handler) }
    }

    /// Adds what is done before each event is handled; what it throws goes to the error handler, and the event nowhere.
    public func before(_ handler: @escaping EventHandler) {
        handlers.withLock { $0.before.append(handler) }
    }

    /// Handles the event `name`, in place of an earlier handler.
    ///
    /// Handlers run on the event loop and must not block it. Those of one client start in the order of its events, and one
    /// that awaits lets the next one start.
    public func on(_ name: String, _ handler: @escaping EventHandler) {
        handlers.withLock { $0.events[name] = .later(handler) }
    }

    /// Handles the event `name` with a handler that awaits nothing, which is the fastest kind.
    public func on(_ name: String, _ handler: @escaping @Sendable (isolated Socket, Event) throws -> Void) {
        handlers.withLock { $0.events[name] = .now(handler) }
    }

    /// Handles the event `name`; what the handler returns is the answer, where the client wants one.
    public func on<Answer: Encodable & Sendable>(
        _ name: String,
        _ handler: @escaping @Sendable (isolated Socket, Event) async throws -> Answer
    ) {
        on(name) { socket, event in
            let answer = try await handler(socket, event)
            event.ack?(try JSON(encoding: answer))
        }
    }

    /// Handles the event `name`, whose first argument is read as a `Payload`; one that is not goes to the error handler.
    public func on<Payload: Decodable & Sendable>(
        _ name: String,
        as type: Payload.Type,
        _ handler: @escaping @Sendable (isolated Socket, Payload) async throws -> Void
    ) {
        on(name) { socket, event in
            try await handler(socket, try (event.arguments.first ?? .null).decode(as: Payload.self))
        }
    }

    /// Handles the event `name`, whose first argument is read as a `Payload`, and answers with what the handler returns.
    public func on<Payload: Decodable & Sendable, Answer: Encodable & Sendable>(
        _ name: String,
        as type: Payload.Type,
        _ handler: @escaping @Sendable (isolated Socket, Payload) async throws -> Answer
    ) {
        on(name) { socket, event in
            let answer = try await handler(
                socket,
                try (event.arguments.first ?? .null).decode(as: Payload.self)
            )
            event.ack?(try JSON(encoding: answer))
        }
    }

    /// Handles the events that have no handler of their own.
    public func onAny(_ handler: @escaping EventHandler) {
        handlers.withLock { $0.others = .later(handler) }
    }

    /// Handles the events that have no handler of their own with one that awaits nothing.
    public func onAny(_ handler: @escaping @Sendable (isolated Socket, Event) throws -> Void) {
        handlers.withLock { $0.others = .now(handler) }
    }

    /// Takes away the handler of the event `name`.
    public func removeHandler(of name: String) {
        handlers.withLock { $0.events[name] = nil }
    }

    /// Handles what handlers throw; without it, that goes to the log.
    public func onError(_ handler: @escaping ErrorHandler) {
        handlers.withLock { $0.error = handler }
    }

    func gates() -> [Gate] { handlers.withLock { $0.gates } }

    func connected(_ socket: isolated Socket) {
        greet(socket, with: handlers.withLock { $0.connect }[...])
    }

    /// Runs `greetings`, one after the other, as long as the client is there.
    private func greet(_ socket: isolated Socket, with greetings: ArraySlice<Greeting>) {
        for (index, greeting) in zip(greetings.indices, greetings) where socket.isConnected {
            do {
                switch greeting {
                case .now(let handler): try handler(socket)
                case .later(let handler): return greet(socket, with: handler, then: greetings[(index + 1)...])
                }
            } catch {
                failed(socket, error, nil)
            }
        }
    }

    private func greet(
        _ socket: isolated Socket,
        with handler: @escaping @Sendable (isolated Socket) async throws -> Void,
        then rest: ArraySlice<Greeting>
    ) {
        Task.immediate {
            _ = socket
            do {
                try await handler(socket)
            } catch {
                failed(socket, error, nil)
            }
            greet(socket, with: rest)
        }
    }

    func abandoned(_ socket: isolated Socket) {
        for handler in handlers.withLock({ $0.abandon }) { handler(socket) }
    }

    func disconnected(_ socket: isolated Socket, _ reason: DisconnectReason) {
        for handler in handlers.withLock({ $0.disconnect }) { handler(socket, reason) }
    }

    func received(_ event: Event, on socket: isolated Socket) {
        let (before, reaction) = handlers.withLock { ($0.before, $0.events[event.name] ?? $0.others) }
        guard let reaction else { return }
        if before.isEmpty, case .now(let handler) = reaction {
            do { try handler(socket, event) } catch { failed(socket, error, event) }
            return
        }
        Task.immediate {
            _ = socket
            do {
                for check in before { try await check(socket, event) }
                switch reaction {
                case .now(let handler): try handler(socket, event)
                case .later(let handler): try await handler(socket, event)
                }
            } catch {
                failed(socket, error, event)
            }
        }
    }

    private func failed(_ socket: isolated Socket, _ error: any Error, _ event: Event?) {
        if let handler = handlers.withLock({ $0.error }) { return handler(socket, error, event) }
        logger.error(
            "a handler failed",
            metadata: ["namespace": "\(name)", "event": "\(event?.name ?? "connect")", "error": "\(error)"]
        )
    }

    // MARK: Sending

    /// Everybody in the namespace, to send to or to narrow.
    public var everyone: Broadcast { Broadcast(adapter: adapter) }

    /// The sockets in any of `rooms`; a socket's id is a room of its own.
    public func to(_ rooms: String...) -> Broadcast {
        everyone.to(rooms)
    }

    /// Everybody but the sockets in `rooms`.
    public func except(_ rooms: String...) -> Broadcast {
        everyone.except(rooms)
    }

    /// Sends the event `name` to everybody.
    public func emit(_ name: String, _ arguments: JSON...) {
        everyone.emit(name, arguments: arguments)
    }

    /// Takes every socket out of `room`.
    public func close(room: String) {
        to(room).leave(room)
    }
}

/// Refuses a client that wants to connect; it gets both parts as its `connect_error`.
public struct ConnectRefusal: Error, Sendable {
    /// What is wrong, in English.
    public let message: String
    /// More for the program, absent where null.
    public let details: JSON

    /// A refusal from its parts.
    public init(_ message: String, details: JSON = .null) {
        self.message = message
        self.details = details
    }
}
