package import RoostKit
internal import RoostStore

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
    /// When the sign-in ends by itself, likewise: later than `expiresAt` where the holder narrowed the token.
    let signInEndsAt: Int64
    /// When the first of the rights ends, in milliseconds since 1970-01-01T00:00:00Z.
    package private(set) var rightsEndAt: Int64
    /// Where its user is, as far as the server can tell.
    package let address: String?
    /// The hashes of the revocation ids of what the token was made of: there are more connections than revocations.
    private let blocks: [Int]
    /// Whether it stands for a token that the user made for a program, which nobody need use to keep.
    let isPersonal: Bool
    private(set) var grants: GrantSet
    private let isNarrowed: Bool
    private let scope: Scope

    init(
        id: SessionID,
        user: UserID,
        role: Role,
        expiresAt: Int64,
        signInEndsAt: Int64? = nil,
        rightsEndAt: Int64 = .max,
        grants: GrantSet,
        caveats: [Caveat] = [],
        address: String? = nil,
        blocks: [String] = [],
        isPersonal: Bool = false
    ) {
        self.id = id
        self.user = user
        self.role = role
        self.expiresAt = expiresAt
        self.signInEndsAt = signInEndsAt ?? expiresAt
        self.rightsEndAt = rightsEndAt
        self.grants = grants
        scope = Scope(caveats)
        self.address = address
        self.blocks = blocks.map(\.hashValue)
        self.isPersonal = isPersonal
        // A sign-in's token is issued with its end and nothing else.
        isNarrowed = caveats.count > 1
    }

    /// Whether the token was made of what has this revocation id.
    func isMade(of block: String) -> Bool { blocks.contains(block.hashValue) }

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

    /// The permit to make rooms: `session.permit(.createRooms)`.
    package func permit(_ action: CreateRooms) throws(Denied) -> Permit<CreateRooms> {
        try permit(CreateRooms.self, on: CreateRooms.Target())
    }

    /// The permit to change rights and to see who has which: `session.permit(.administer)`.
    package func permit(_ action: Administer) throws(Denied) -> Permit<Administer> {
        try permit(Administer.self, on: Administer.Target(session: self))
    }

    /// Whether the user may know that there is the room `room`.
    package func sees(_ room: RoomID) -> Bool { !room.isPrivate || !rights(in: room).isEmpty }

    /// The private rooms that the user may know of.
    var privateRooms: RoomQuery.PrivateRooms {
        let named = grants.namedRooms.filter { $0.isPrivate && sees($0) }
        // Nobody has a grant on this one, so whoever sees it sees all but those for participants.
        guard sees(RoomID(rawValue: "~")) else { return .only(Array(named)) }
        return .all(besides: named.filter(\.isForParticipants))
    }

    /// Has the user do what `granted` allows, and nothing else.
    mutating func replaceGrants(with granted: [StoredGrant]) {
        grants = GrantSet(granted)
        rightsEndAt = granted.compactMap(\.endsAt).min() ?? .max
    }

    /// The rights that the user has in `room`, in the order in which clients see them.
    package func rights(in room: RoomID) -> [Right] {
        Right.ofRooms.filter { right in
            grants.allows(right, on: .room(room)) && scope.obstacle(to: right, on: .room(room)) == nil
        }
    }

    /// Whether no condition of the token takes a right of the user's away.
    package var isWhole: Bool { scope.isWhole }

    /// Checks that no condition of the token takes a right of the user's away.
    package func requireWhole() throws(NarrowedToken) {
        guard isWhole else { throw NarrowedToken() }
    }

    /// Whether the user may do all that `grant` allows, for as long as it does, and the token leaves that.
    func covers(_ grant: StoredGrant) -> Bool {
        let pattern = grant.resource == "room" ? "*" : grant.resource
        return grants.covers(right: grant.right, on: pattern, until: grant.endsAt ?? .max)
            && scope.leaves(right: grant.right, on: pattern)
    }

    /// Lets the user change their account, and make tokens and invitations: with the token of a sign-in alone, as it was
    /// issued, so that nobody widens a token by making another.
    package func requireSignIn() throws(NarrowedToken) {
        // A program's token has conditions as well, but that is what orders of tokens see to.
        guard !isPersonal, !isNarrowed else { throw NarrowedToken() }
    }

    /// Whether the user has `right` on `resource`, and the token leaves it.
    /// - Throws: `Denied` where not.
    package func require(_ right: Right, on resource: Resource) throws(Denied) {
        let caveat = scope.obstacle(to: right, on: resource)
        guard caveat != nil || !grants.allows(right, on: resource) else { return }
        throw Denied(right: right, resource: resource, caveat: caveat?.text, isHidden: isHidden(resource))
    }

    private func permit<A: Action>(_ action: A.Type, on target: A.Target) throws(Denied) -> Permit<A> {
        let resource = A.resource(of: target)
        try require(A.right, on: resource)
        return Permit(user: user, target: target)
    }

    private func isHidden(_ resource: Resource) -> Bool {
        switch resource {
        case .server: false
        case .room(let room): !sees(room)
        }
    }
}
