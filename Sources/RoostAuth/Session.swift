package import RoostKit

/// A signed-in user, with a snapshot of what they may do.
///
/// The snapshot is as old as the session value: authenticating again makes a fresh one.
package struct Session: Hashable, Sendable {
    /// The sign-in that this is.
    package let id: SessionID
    /// Who signed in.
    package let user: UserID
    /// Their role.
    package let role: Role
    /// When the session ends by itself, in milliseconds since 1970-01-01T00:00:00Z.
    package let expiresAt: Int64
    private let grants: GrantSet

    init(id: SessionID, user: UserID, role: Role, expiresAt: Int64, grants: GrantSet) {
        self.id = id
        self.user = user
        self.role = role
        self.expiresAt = expiresAt
        self.grants = grants
    }

    /// The user and their role.
    package var account: Account { Account(user: user, role: role) }

    /// The permit to do `action` in `room`, as in `session.permit(.join, on: lobby)`.
    package func permit<A: RoomAction>(_ action: A, on room: RoomID) throws(Denied) -> Permit<A> {
        try permit(A.self, on: room)
    }

    /// The permit to see which rooms there are: `session.permit(.listRooms)`.
    package func permit(_ action: ListRooms) throws(Denied) -> Permit<ListRooms> {
        try permit(ListRooms.self, on: ListRooms.Target())
    }

    /// The rights that the user has in `room`, in the order in which clients see them.
    package func rights(in room: RoomID) -> [Right] {
        Right.ofRooms.filter { grants.allows($0, on: .room(room)) }
    }

    private func permit<A: Action>(_ action: A.Type, on target: A.Target) throws(Denied) -> Permit<A> {
        let resource = A.resource(of: target)
        guard grants.allows(A.right, on: resource) else { throw Denied(right: A.right, resource: resource) }
        return Permit(user: user, target: target)
    }
}
