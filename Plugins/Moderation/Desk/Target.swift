internal import RoostKit

/// Whom an action is done to, as the log has it.
struct Target: Hashable, Sendable {
    /// A user's name, or `@` and a guest's address.
    let text: String
    /// The user, where it is one.
    let user: UserID?

    init(_ user: UserID) {
        (text, self.user) = (user.rawValue, user)
    }

    /// An address, with the guest there whom it is about.
    init(address: String, guest: UserID? = nil) {
        (text, user) = ("@\(address)", guest)
    }
}

extension Desk {
    private static let guestPrefix = "guest:"

    /// The target that `order` names, if an action of `kind` has one.
    func target(of kind: Action.Kind, _ order: Order) async throws -> Target? {
        guard kind.hasTarget else { return nil }
        if let address = order.address {
            guard kind == .ban, order.room == nil, 1...64 ~= address.utf8.count else {
                throw RequestError.bad("address", "of a guest who is banned from the server")
            }
            return Target(address: address)
        }
        guard let name = order.user else { throw RequestError.bad("user", "the name of a user") }
        if name.hasPrefix(Self.guestPrefix) {
            let guest = UserID(rawValue: name)
            guard let address = judge.address(of: guest) else { throw RequestError.unknown }
            // Whoever comes again has another name.
            return kind == .ban ? Target(address: address, guest: guest) : Target(guest)
        }
        guard let user = try await context.users.find(named: name) else { throw RequestError.unknown }
        return Target(user.id)
    }

    func rank(of asker: Asker, in room: RoomID?) async throws -> Rank {
        guard let room else { return Rank(role: asker.role, inRoom: nil, mayModerate: false) }
        return Rank(
            role: asker.role,
            inRoom: try await context.users.role(of: asker.user, in: room),
            mayModerate: asker.may(.moderate, in: room)
        )
    }

    func rank(of user: UserID, in room: RoomID?) async throws -> Rank {
        guard !user.rawValue.hasPrefix(Self.guestPrefix) else { return .guest }
        let role = try await context.users.find(user)?.role ?? "member"
        guard let room else { return Rank(role: role, inRoom: nil, mayModerate: false) }
        return Rank(
            role: role,
            inRoom: try await context.users.role(of: user, in: room),
            mayModerate: try await context.users.may(user, .moderate, in: room)
        )
    }
}
