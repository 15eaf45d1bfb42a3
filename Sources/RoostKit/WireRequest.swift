/// A request on the wire, with whoever makes it.
public struct WireRequest<Payload: Sendable>: Sendable {
    /// What is asked for.
    public let payload: Payload
    /// Who asks; what the request's `Access` demands, they have.
    public let asker: Asker

    /// A request from its parts.
    public init(_ payload: Payload, from asker: Asker) {
        self.payload = payload
        self.asker = asker
    }
}
