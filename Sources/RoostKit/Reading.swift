/// What one figure of the server, or of a module, is at the moment.
public struct Reading: Hashable, Sendable {
    /// How a figure goes.
    @frozen
    public enum Kind: String, Hashable, Sendable {
        /// Only up, until the server ends.
        case counter
        /// Up and down.
        case gauge
    }

    /// Its name as Prometheus has it, such as `roost_connections`.
    public let name: String
    /// What tells it from others of this name, such as the module.
    public let labels: [String: String]
    /// How it goes.
    public let kind: Kind
    /// What it is.
    public let value: Double

    /// A reading from its parts.
    public init(_ name: String, _ labels: [String: String] = [:], kind: Kind, value: Double) {
        self.name = name
        self.labels = labels
        self.kind = kind
        self.value = value
    }
}
