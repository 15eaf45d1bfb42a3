/// A module's way to the server: everything it may use, and where it declares what it takes part in.
public protocol ModuleContext: Sendable {
    /// The module's tables, inside the server's database.
    var store: any ModuleStore { get }

    /// Writes a line to the server's log: a constant text, with what varies in `metadata`.
    func log(_ level: LogLevel, _ text: String, _ metadata: [String: String])

    /// Takes `recorder` into the pipeline of every room. Only in the module's initializer.
    func record(with recorder: any Recorder)

    /// Answers the wire request `event` about a room, with JSON in and out.
    ///
    /// Prefer the typed form. The host has checked, before `handler` runs, that the payload's `room` is one in which
    /// the asker holds `right`. `event` begins with the module's name and `:`. The reply is a JSON object, to which
    /// the host adds `"ok": true`; a `RequestError` reaches the client as it is. Only in the module's initializer.
    func answer(
        _ event: String,
        needing right: RoomRight,
        with handler: @escaping @concurrent @Sendable (_ payload: [UInt8]) async throws -> [UInt8]
    )
}

/// How urgent a line in the log is.
@frozen
public enum LogLevel: Sendable {
    /// Detail for whoever looks for a fault.
    case debug
    /// A few lines per start and stop.
    case info
    /// The service is degraded.
    case warning
    /// Somebody must act.
    case error
}

/// A right in one room that a module's request may need.
@frozen
public enum RoomRight: String, Sendable {
    /// To see what is said.
    case read
    /// To say something.
    case send
}

/// Refuses a request with an error that the client gets to see.
public struct RequestError: Error, Hashable, Sendable {
    /// A stable code in lower case, such as `bad_request`.
    public let code: String
    /// What is wrong and what to do, in English.
    public let message: String

    /// A refusal from its parts.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }
}
