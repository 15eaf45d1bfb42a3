/// One verb that somebody may or may not do.
package struct Right: RawRepresentable, Hashable, Sendable {
    /// The name as it stands on the wire and in the database.
    package let rawValue: String

    /// The right named `rawValue`.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// To see which rooms there are.
    package static let list = Right(rawValue: "list")
    /// To make rooms.
    package static let create = Right(rawValue: "create")
    /// To become a member of a room.
    package static let join = Right(rawValue: "join")
    /// To see what is said in a room.
    package static let read = Right(rawValue: "read")
    /// To say something in a room.
    package static let send = Right(rawValue: "send")
    /// To let others in.
    package static let invite = Right(rawValue: "invite")
    /// To keep order in a room.
    package static let moderate = Right(rawValue: "moderate")
    /// To change a room or the server.
    package static let manage = Right(rawValue: "manage")

    /// The rights that the server itself asks for; those of modules have a dot.
    package static let known: [Right] = [.list, .create] + ofRooms

    /// The rights that one can have in a room, in the order in which clients see them.
    package static let ofRooms: [Right] = [.join, .read, .send, .invite, .moderate, .manage]
}
