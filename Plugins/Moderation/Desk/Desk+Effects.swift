internal import RoostKit

// How an action that holds reaches whoever is connected. What fails here is in the server's log: the action holds anyway.
extension Desk {
    /// Does what `action` means for those who are connected, then tells of it.
    func carryOut(_ action: Action, on target: Target?) async {
        await attempt("a moderator's action did not reach everybody", action) {
            switch (action.kind, action.room) {
            case (.kick, let room?), (.ban, let room?):
                let guests = action.address.map { judge.guests(at: $0) } ?? []
                for user in guests.isEmpty ? [target?.user].compactMap(\.self) : guests {
                    try await context.rooms.remove(user, from: room)
                }
            case (.ban, nil): try await endSessions(of: target, by: action.by)
            default: break
            }
        }
        if action.kind == .warn, let user = target?.user {
            await attempt("a warning was not told", action) {
                try context.emit("moderation:warned", action, to: .user(user))
            }
        }
        await announce(Change(action, on: target?.user), of: action)
    }

    /// Waits for what `user` had posted before `action` held, and deletes `purge` of their messages.
    ///
    /// Not in turn: such a message may be about to be held, which waits for its turn.
    func finish(_ action: Action, on user: UserID, purge: Int?) async {
        if [.mute, .ban].contains(action.kind) || purge != nil {
            await attempt("a moderator's action did not wait for messages under way", action) {
                try await context.rooms.settle(user)
            }
        }
        if let purge, let room = action.room {
            await attempt("messages were not deleted", action) {
                try await deleteLatest(purge, of: user, in: room, by: action.by)
            }
        }
    }

    /// Tells members of what concerns them, in the room's sequence, and moderators of everything.
    func announce(_ change: Change, of action: Action) async {
        await attempt("an action was not announced", action) {
            try context.emit("moderation:acted", action, to: .moderators(of: action.room))
            guard change.isPublic else { return }
            if let room = action.room {
                try await context.rooms.note("moderation:changed", change, in: room, by: action.by)
            } else if action.target == nil {
                try context.emit("moderation:changed", change, to: .everyone)
            }
        }
    }

    private func deleteLatest(_ count: Int, of user: UserID, in room: RoomID, by moderator: UserID?)
        async throws
    {
        let latest = try await context.rooms.latestMessages(in: room)
        for message in latest.reversed().filter({ $0.author == user && !$0.isDeleted }).prefix(count) {
            do {
                _ = try await context.rooms.delete(message.key, in: room, by: moderator ?? .system)
            } catch let error as RequestError where error.code == "not_found" {
                // Somebody else deleted it meanwhile.
            }
        }
    }

    private func endSessions(of target: Target?, by moderator: UserID?) async throws {
        guard let target else { return }
        if let user = target.user, target.text == user.rawValue {
            _ = try await context.users.endSessions(of: user, by: moderator)
        }
        for guest in judge.guests(at: String(target.text.dropFirst())) where target.text.hasPrefix("@") {
            do {
                _ = try await context.users.endSessions(of: guest, by: moderator)
            } catch let error as RequestError where error.code == "not_found" {
                // They have gone by themselves.
            }
        }
    }

    private func attempt(_ failure: String, _ action: Action, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            context.log(.warning, failure, ["action": "\(action.id)", "error": "\(error)"])
        }
    }
}

extension Change {
    /// Whether members see it: not what is between moderators, or between them and one user.
    var isPublic: Bool { !["warn", "note"].contains(kind) }
}

extension Recipients {
    /// Whoever keeps order in `room`, or on the server where it is `nil`.
    static func moderators(of room: RoomID?) -> Recipients {
        room.map { .holders(of: .moderate, in: $0) } ?? .holders(of: .moderateServer, in: nil)
    }
}

extension Right {
    /// To keep order on the whole server.
    static let moderateServer: Right = "moderation.server"
}
