/// Who is told of something.
public enum Recipients: Hashable, Sendable {
    /// The devices that are in this room.
    case room(RoomID)
    /// All devices of this user that are connected.
    case user(UserID)
    /// The connections of one sign-in: `Asker.session`.
    case session(String)
    /// One connection: `Asker.connection`.
    case connection(String)
    /// The connected devices of whoever has this right in the room, or on the server where that is `nil`.
    case holders(of: Right, in: RoomID?)
    /// Everybody who is connected.
    case everyone
}
