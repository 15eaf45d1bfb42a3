package import RoostKit

extension Right {
    /// The rights that the server itself asks for; those of modules have a dot.
    package static let known: [Right] = [.list, .create, .emit] + ofRooms

    /// The rights that one can have in a room, in the order in which clients see them.
    package static let ofRooms: [Right] = [.join, .read, .send, .invite, .moderate, .manage]

    /// Whether there is such a right, or could be in a module: then it has the form `module.verb`.
    var isPossible: Bool {
        if Self.known.contains(self) { return true }
        let parts = rawValue.split(separator: ".", omittingEmptySubsequences: false)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        return parts.count == 2 && rawValue.utf8.count <= Limits.roomNameLength
            && parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { letters.contains($0) || digits.contains($0) }
            }
    }

    /// The names of the known ones, for whoever named another.
    static var knownNames: String { known.map(\.rawValue).joined(separator: ", ") }
}
