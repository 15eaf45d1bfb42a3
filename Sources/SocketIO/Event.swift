import EngineIO

/// An event that a client sent.
public struct Event: Sendable {
    /// Its name.
    public let name: String
    /// What came with it.
    public var arguments: [JSON]
    /// Answers it, where the client asked for an answer.
    public let ack: Ack?
    /// How large it was on the wire, in bytes, attachments included: a measure of what it costs to keep it.
    public let byteCount: Int
}

/// The answer to one event, of which only the first use counts for the client.
public struct Ack: Sendable {
    let socket: Socket
    let id: UInt64

    /// Answers with `values`, from anywhere.
    public func callAsFunction(_ values: JSON...) {
        callAsFunction(values)
    }

    /// Answers with `values`, from anywhere.
    public func callAsFunction(_ values: [JSON]) {
        socket.write(Frame.ack(id, values, namespace: socket.namespace.name))
    }
}

/// Why there is no answer.
public enum AckError: Error, Equatable {
    /// The client gave none in time.
    case timeout
    /// The client is gone.
    case disconnected
    /// Too many answers of the client's are awaited.
    case tooManyPending
}
