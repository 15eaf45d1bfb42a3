import RoostAuth
import RoostKit
import RoostStore

/// The users, as one module uses them.
struct UsersForModule: ModuleUsers {
    let module: String
    let services: ChatServices

    private var authority: Authority { services.authority }

    @concurrent
    func find(_ id: UserID) async throws -> UserDetails? { try await find(named: id.rawValue) }

    @concurrent
    func find(named name: String) async throws -> UserDetails? {
        try await services.serve {
            try await authority.profile(of: name).map { user, displayName in
                UserDetails(
                    id: user.id,
                    displayName: displayName,
                    role: user.role,
                    isDisabled: user.isDisabled,
                    createdAt: user.createdAt
                )
            }
        }
    }

    @concurrent
    func may(_ user: UserID, _ right: Right, in room: RoomID?) async throws -> Bool {
        try await services.serve {
            guard !user.isGuest else {
                return try await authority.mayGuest(user, right.rawValue, on: Self.resource(room))
            }
            return try await authority.explain(user.rawValue, right: right.rawValue, on: Self.resource(room))
                .isAllowed
        }
    }

    @concurrent
    func reserve(_ name: String) async throws -> UserID {
        try await services.serve { try await authority.reserve(name) }
    }

    @concurrent
    func share(_ one: UserID, _ other: UserID) async throws -> Bool {
        try await services.serve { try await services.store.memberships.share(one, other) }
    }

    @concurrent
    func role(of user: UserID, in room: RoomID) async throws -> String? {
        try await services.serve { try await authority.role(of: user, in: room) }
    }

    @concurrent
    func setRole(_ role: String?, of user: UserID, in room: RoomID, by actor: UserID?) async throws {
        let origin = Origin(module: module, for: actor)
        guard role != nil || actor != user else {
            try await services.serve { try await authority.giveUpRole(of: user, in: room, by: origin) }
            return try await services.rooms(for: module).remove(user, from: room)
        }
        try await services.serve {
            try await authority.changeRole(to: role, of: user, in: room, by: origin)
        }
    }

    @concurrent
    func grant(
        _ right: Right,
        in room: RoomID?,
        to user: UserID,
        until end: Int64?,
        by actor: UserID?
    ) async throws {
        let origin = Origin(module: module, for: actor)
        try await services.serve {
            let grant = try Grant(right: right.rawValue, resource: Self.resource(room), endsAt: end)
            try await authority.grant(grant, to: user, by: origin)
        }
    }

    @concurrent
    func take(_ right: Right, in room: RoomID?, from user: UserID, by actor: UserID?) async throws {
        let origin = Origin(module: module, for: actor)
        try await services.serve {
            let grant = try Grant(right: right.rawValue, resource: Self.resource(room))
            _ = try await authority.take(grant, from: .user(user.rawValue), by: origin)
        }
    }

    @concurrent
    func endSessions(of user: UserID, by actor: UserID?) async throws -> Int {
        let origin = Origin(module: module, for: actor)
        return try await services.serve {
            try await authority.endSessions(ofUser: user.rawValue, by: origin)
        }
    }

    @concurrent
    func setDisabled(_ isDisabled: Bool, _ user: UserID, by actor: UserID?) async throws {
        let origin = Origin(module: module, for: actor)
        try await services.serve {
            if isDisabled {
                _ = try await authority.disable(user.rawValue, by: origin)
            } else {
                try await authority.enable(user.rawValue, by: origin)
            }
        }
    }

    private static func resource(_ room: RoomID?) -> String {
        (room.map(Resource.room) ?? .server).description
    }
}
