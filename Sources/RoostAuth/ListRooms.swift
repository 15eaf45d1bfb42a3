package import RoostKit
package import RoostStore

/// To see which rooms there are.
package struct ListRooms: Action {
    /// The server as a whole, of which there is one.
    package struct Target: Sendable {
        let session: Session
    }

    /// `list`.
    package static let right = Right.list

    /// The server as a whole.
    package static func resource(of target: Target) -> Resource { .server }
}

extension Action where Self == ListRooms {
    /// The action's name in `session.permit(.listRooms)`.
    package static var listRooms: ListRooms { ListRooms() }
}

extension Permit where Allowed == ListRooms {
    /// Whether the user may know that there is the room `room`.
    package func shows(_ room: RoomID) -> Bool { target.session.sees(room) }

    /// The private rooms that the user may know of.
    package var privateRooms: RoomQuery.PrivateRooms { target.session.privateRooms }
}
