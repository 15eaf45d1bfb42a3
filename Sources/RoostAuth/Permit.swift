package import RoostKit

/// The proof that a user may do one action, once: a `Session` makes it, and whoever takes it uses it up.
///
/// For modules, which an operator installed, `Authority.permit` makes one as well.
package struct Permit<Allowed: Action>: ~Copyable, Sendable {
    /// Who may.
    package let user: UserID
    let target: Allowed.Target

    /// Not to be made elsewhere than in `Session.permit`, which checks, and `Authority.permit`, which trusts a module.
    init(user: UserID, target: Allowed.Target) {
        self.user = user
        self.target = target
    }
}

extension Permit where Allowed: RoomAction {
    /// The room in which the user may, and no other.
    package var room: RoomID { target }
}
