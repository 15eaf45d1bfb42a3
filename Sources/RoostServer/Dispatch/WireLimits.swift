import Glibc
import RoostKit

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
    /// Names that are asked about at once: the authors of a page of messages.
    static let namesAtOnce = 200
    /// What a module tells clients at once: a page of something, not an archive.
    static let moduleEventBytes = 65_536
    /// A name that a module gives a room of its namespace.
    static let moduleRoomBytes = 256
    /// Messages that a module puts into a room's past at once, which waits for the writer in one piece.
    static let restoredMessages = 1_000
    /// Rooms that a module gets at once.
    static let listedRooms = 1_000
}

extension WireLimits {
    /// Refuses what cannot be the text of a message.
    static func check(text: String) throws(RequestError) {
        guard !text.isEmpty else { throw .badRequest("'text' must be text that is not empty.") }
        guard text.utf8.count <= messageBytes else {
            throw RequestError(code: "too_long", message: "A message has at most \(messageBytes) bytes.")
        }
        try check(text, "text")
    }

    /// Refuses what cannot be the id of a message.
    static func check(id: String) throws(RequestError) {
        guard 1...idBytes ~= id.utf8.count else {
            throw .badRequest("'id' must be text of 1 to \(idBytes) bytes.")
        }
        try check(id, "id")
    }

    /// Refuses the character at which SQLite's text ends.
    static func check(_ text: String, _ name: String) throws(RequestError) {
        var text = text
        let hasZero = text.withUTF8 { bytes in
            bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
        }
        guard !hasZero else {
            throw .badRequest("'\(name)' may not contain the character U+0000.")
        }
    }
}
