package import RoostKit

extension Right {
    /// The rights that the server itself asks for; those of modules have a dot.
    package static let known: [Right] = [.list, .create, .emit] + ofRooms

    /// The rights that one can have in a room, in the order in which clients see them.
    package static let ofRooms: [Right] = [.join, .read, .send, .invite, .moderate, .manage]
}
