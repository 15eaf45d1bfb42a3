package import RoostKit

extension RoomID {
    /// Whether the room is there only for those who have a right in it.
    ///
    /// The id says so: a private room's has a mark and letters that nobody guesses, and no other has the mark.
    package var isPrivate: Bool { rawValue.utf8.contains(Self.mark) }

    /// The id of a new room that people know as `name`; a private one never collides with one that is there.
    static func new(_ name: String, isPrivate: Bool) -> RoomID? {
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard let first = name.utf8.first, letters.contains(first) || digits.contains(first),
            name.utf8.count <= Limits.roomNameLength,
            name.utf8.allSatisfy({ letters.contains($0) || digits.contains($0) || "-_.".utf8.contains($0) })
        else { return nil }
        guard isPrivate else { return RoomID(rawValue: name) }
        return RoomID(rawValue: "\(name)~\(SessionID.random().rawValue.prefix(Limits.roomSecretLength))")
    }

    private static let mark = UInt8(ascii: "~")
}
