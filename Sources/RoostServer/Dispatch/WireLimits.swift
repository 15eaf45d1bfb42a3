/// The bounds of what clients send, each with the reason for its number.
enum WireLimits {
    /// A page of print.
    static let messageBytes = 8192
    /// A UUID has 36, and some clients put a prefix before it.
    static let idBytes = 64
    /// The longest emoji, families with skin tones, have about 40.
    static let reactionBytes = 64
    /// Rooms that one client may be in: more than a person follows, and a bound for what its end costs.
    static let roomsOfClient = 500
}
