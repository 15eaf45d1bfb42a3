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
    /// When the first of the rights ends, in milliseconds since 1970-01-01T00:00:00Z.
    package let rightsEndAt: Int64
    let grants: GrantSet

    init(
        id: SessionID,
        user: UserID,
        role: Role,
        expiresAt: Int64,
        rightsEndAt: Int64 = .max,
        grants: GrantSet
    ) {
        self.id = id
        self.user = user
        self.role = role
        self.expiresAt = expiresAt
        self.rightsEndAt = rightsEndAt
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
        try permit(ListRooms.self, on: ListRooms.Target(session: self))
    }

    /// The permit to change rights and to see who has which: `session.permit(.administer)`.
    package func permit(_ action: Administer) throws(Denied) -> Permit<Administer> {
        try permit(Administer.self, on: Administer.Target(session: self))
    }

    /// Whether the user may know that there is the room `room`.
    package func sees(_ room: RoomID) -> Bool { !room.isPrivate || !rights(in: room).isEmpty }

    /// The rights that the user has in `room`, in the order in which clients see them.
    package func rights(in room: RoomID) -> [Right] {
        Right.ofRooms.filter { grants.allows($0, on: .room(room)) }
    }

    private func permit<A: Action>(_ action: A.Type, on target: A.Target) throws(Denied) -> Permit<A> {
        let resource = A.resource(of: target)
        guard grants.allows(A.right, on: resource) else {
            throw Denied(right: A.right, resource: resource, isHidden: isHidden(resource))
        }
        return Permit(user: user, target: target)
    }

    private func isHidden(_ resource: Resource) -> Bool {
        switch resource {
        case .server: false
        case .room(let room): !sees(room)
        }
    }
}
