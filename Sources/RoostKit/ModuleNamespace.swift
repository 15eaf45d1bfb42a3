/// A Socket.IO namespace of a module's own, or a module's part of `/`.
///
/// Who is in it is told by the id of their connection to it: `Asker.connection`. Whoever came without signing in has the role
/// `anonymous` and no rights. Handlers run as everything of a module does: on its thread, for at most a time, and what they
/// throw as a `RequestError` reaches the client.
public protocol ModuleNamespace: Sendable {
    /// Its name, with the slash.
    var name: String { get }

    /// Has `handler` decide who comes in, once the host knows who they are: what it throws is their `connect_error`.
    ///
    /// It gets the JSON that the client connects with, without its token, and takes at most `limit`, 10 seconds where that is
    /// `nil`. Nothing can be sent to the connection yet. Not for `/`; only in the module's initializer.
    func use(
        within limit: Duration?,
        _ handler: @escaping @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> Void
    )

    /// Tells `handler` of everybody who is in, before any event of theirs.
    ///
    /// After a reload, who was in before stays so: `connections(in:)` has them. Not for `/`; only in the module's initializer.
    func onConnect(
        within limit: Duration?,
        _ handler: @escaping @concurrent @Sendable (Asker) async throws -> Void
    )

    /// Tells `handler` of everybody who is gone, once, after their last event, and why in Socket.IO's words.
    ///
    /// Not when the module itself ends, which `stop()` is for. Not for `/`; only in the module's initializer.
    func onDisconnect(
        within limit: Duration?,
        _ handler: @escaping @concurrent @Sendable (Asker, String) async throws -> Void
    )

    /// Handles the event `event`, of which each connection's come one after another.
    ///
    /// Prefer the typed forms. `handler` gets a JSON array of the event's arguments, and returns a JSON array of those of the
    /// acknowledgement. The host has checked what `access` demands; the room of `.room` is that of the first argument. A
    /// refusal is acknowledged as for requests, also where events come more often than `rate`. In `/` the name has no `:`. Only in
    /// the module's initializer.
    func on(
        _ event: String,
        needing access: Access,
        within limit: Duration?,
        atMost rate: RateLimit?,
        with handler: @escaping @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> [UInt8]
    )

    /// Sends the event `event` with a JSON array of arguments, at once and to whoever of `audience` is connected now.
    ///
    /// Prefer the typed form.
    /// - Throws: `RequestError` where the arguments are no JSON array of at most 65,536 bytes.
    func emit(_ event: String, arguments: [UInt8], to audience: NamespaceAudience) throws

    /// Lets a connection hear what is sent to `room`: any text of at most 256 bytes, and nothing to do with rooms of the chat.
    ///
    /// What the module sends after this reaches it. A connection is in at most 1,000 rooms.
    func join(_ room: String, _ connection: String)

    /// Ends what `join` began.
    func leave(_ room: String, _ connection: String)

    /// Takes a connection out of the namespace; of `/`, ends it.
    func disconnect(_ connection: String)

    /// The rooms that a connection joined, in no order; those of this module alone.
    @concurrent
    func rooms(of connection: String) async -> [String]

    /// The connections in `room`, or in the namespace where that is `nil`, in no order.
    @concurrent
    func connections(in room: String?) async -> [String]
}

/// Who of a namespace is told of something.
public struct NamespaceAudience: Hashable, Sendable {
    /// Who may be meant.
    @frozen
    public enum Part: Hashable, Sendable {
        /// Everybody in the namespace.
        case everyone
        /// The connections that joined this room.
        case room(String)
        /// One connection.
        case connection(String)
    }

    /// Who is meant.
    public let part: Part
    /// The connections that are not meant.
    public let excluded: [String]

    /// An audience from its parts.
    public init(_ part: Part, excluding excluded: [String] = []) {
        self.part = part
        self.excluded = excluded
    }

    /// Everybody in the namespace.
    public static let everyone = NamespaceAudience(.everyone)

    /// The connections that joined `room`.
    public static func room(_ room: String) -> NamespaceAudience { NamespaceAudience(.room(room)) }

    /// One connection.
    public static func connection(_ id: String) -> NamespaceAudience { NamespaceAudience(.connection(id)) }

    /// These without `connection`.
    public func except(_ connection: String) -> NamespaceAudience {
        NamespaceAudience(part, excluding: excluded + [connection])
    }
}
