/// Where an event stands in its room's own order, for clients that come back after they lost their connection.
public struct EventMark: Hashable, Sendable, Codable {
    /// The room.
    public let room: String
    /// Its number there; later events have greater ones.
    public let number: Int64

    /// A mark from its parts.
    public init(room: String, number: Int64) {
        self.room = room
        self.number = number
    }

    /// How long an offset may be, in bytes: more than any room's name and number.
    private static let offsetLimit = 256

    /// The mark of which a client tells that it was its last; nothing where no server made that.
    public init?(offset: String) {
        guard offset.utf8.count <= Self.offsetLimit else { return nil }
        let parts = offset.split(separator: "/", maxSplits: 1)
        guard parts.count == 2, let number = Int64(parts[0]) else { return nil }
        self.init(room: String(parts[1]), number: number)
    }

    /// What clients get as the event's last argument.
    public var offset: String { "\(number)/\(room)" }
}
