/// Who may make a request: what the host checks before the module hears of it.
public enum Access: Hashable, Sendable {
    /// Whoever has this right in the room that the payload names in `room`.
    case room(Right)
    /// Whoever has this right on the server.
    case server(Right)
    /// Whoever has an account and is here with all of its rights: no guests, and no tokens that a condition narrows.
    case signedIn
    /// Everybody who is connected, guests and narrowed tokens too; the module shows each what `asker.may` allows, and no more.
    case everybody
}
