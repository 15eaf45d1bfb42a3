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
    /// A room's id: 64 letters of its name, and what makes a private one's unique.
    static let roomIDBytes = 128
    /// A name of a user, or of a role.
    static let nameBytes = 128
    /// A title, before its characters are counted.
    static let titleBytes = 512
    /// A topic, before its characters are counted.
    static let topicBytes = 2048
    /// What rooms are searched for.
    static let searchBytes = 256
    /// Rooms in one answer: what a person looks through.
    static let roomsOfPage = 100
    /// Names in one answer: some 10 KB.
    static let membersOfPage = 500
}
