package import RoostKit

/// The proof that a user may do one action, once: only a `Session` makes it, and whoever takes it uses it up.
package struct Permit<Allowed: Action>: ~Copyable, Sendable {
    /// Who may.
    package let user: UserID
    let target: Allowed.Target

    /// Not to be made elsewhere than in `Session.permit`, which checks.
    init(user: UserID, target: Allowed.Target) {
        self.user = user
        self.target = target
    }
}

extension Permit where Allowed: RoomAction {
    /// The room in which the user may, and no other.
    package var room: RoomID { target }
}
