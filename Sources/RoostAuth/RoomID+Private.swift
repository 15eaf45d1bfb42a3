package import RoostKit

extension RoomID {
    /// Whether the room is there only for those who have a right in it.
    ///
    /// The id says so: a private room's has a mark and letters that nobody guesses, and no other has the mark.
    package var isPrivate: Bool { rawValue.utf8.contains(Self.mark) }

    /// Whether the room is there only for those who have a role or a grant in this very room, whatever others have.
    package var isForParticipants: Bool {
        var wasMark = false
        for byte in rawValue.utf8 {
            if byte == Self.mark, wasMark { return true }
            wasMark = byte == Self.mark
        }
        return false
    }

    /// The id of a new room that people know as `name`; that of a private one never collides with one that is there.
    static func new(_ name: String, for visibility: RoomVisibility) -> RoomID? {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = name.utf8.first, letters.contains(first) || digits.contains(first),
            name.utf8.count <= Limits.roomNameLength,
            name.utf8.allSatisfy({ letters.contains($0) || digits.contains($0) || "-_.".utf8.contains($0) })
        else { return nil }
        let secret = SessionID.random().rawValue.prefix(Limits.roomSecretLength)
        return switch visibility {
        case .open: RoomID(rawValue: name)
        case .invited: RoomID(rawValue: "\(name)~\(secret)")
        case .participants: RoomID(rawValue: "\(name)~~\(secret)")
        }
    }

    private static let mark = UInt8(ascii: "~")
}
