/// Who may make a request: what the host checks before the module hears of it.
public enum Access: Hashable, Sendable {
    /// Whoever has this right in the room that the payload names in `room`.
    case room(Right)
    /// Whoever has this right on the server.
    case server(Right)
    /// Whoever is signed in; the module itself sees to what it shows to whom.
    case signedIn
}
