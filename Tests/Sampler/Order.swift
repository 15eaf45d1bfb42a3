internal import RoostKit

/// What the sampler is told to do, and with what.
struct Order: Decodable {
    let verb: String?
    let room: String?
    let rooms: [String]?
    let user: String?
    let users: [String]?
    let text: String?
    let id: String?
    let right: String?
    let until: Int64?

    private var roomID: RoomID { RoomID(rawValue: room ?? "") }
    private var userID: UserID { UserID(rawValue: user ?? "") }
    private var message: MessageKey { MessageKey(author: userID, id: id ?? "") }
    private var rightNamed: Right { Right(rawValue: right ?? "") }

    func run(in context: any ModuleContext, for asker: Asker) async throws -> Done {
        if let done = try await runInRooms(context.rooms, for: asker) { return done }
        if let done = try await runWithUsers(context.users, for: asker) { return done }
        try context.emit(text ?? "sampler:told", Ring(by: asker.user.rawValue), to: try recipients(asker))
        return Done()
    }

    private func runInRooms(_ rooms: any ModuleRooms, for asker: Asker) async throws -> Done? {
        let text = text ?? ""
        switch verb {
        case "find": return Done(texts: try await rooms.find(roomID).map { [$0.id.rawValue, $0.title] })
        case "list":
            let after = room.map(RoomID.init)
            return Done(texts: try await rooms.list(after: after, limit: 2).map(\.id.rawValue))
        case "members": return Done(texts: try await rooms.members(of: roomID).map(\.rawValue))
        case "create":
            let members = (users ?? []).map { (UserID(rawValue: $0), "member") }
            let created = try await rooms.create(
                room ?? "",
                title: text,
                for: .participants,
                members: Dictionary(members) { one, _ in one }
            )
            return Done(texts: [created.id.rawValue])
        case "post": return Done(sequence: try await rooms.post(text, in: roomID).sequence)
        case "post-as":
            let id = id ?? ""
            return Done(
                sequence: try await rooms.post(text, in: roomID, as: userID, id: id, replyTo: nil).sequence
            )
        case "edit":
            return Done(sequence: try await rooms.edit(message, in: roomID, to: text, by: asker.user))
        case "delete": return Done(sequence: try await rooms.delete(message, in: roomID, by: asker.user))
        case "note":
            return Done(
                sequence: try await rooms.note(text, Ring(by: "module"), in: roomID, by: asker.user).sequence
            )
        case "remove":
            try await rooms.remove(userID, from: roomID)
            return Done()
        default: return nil
        }
    }

    private func runWithUsers(_ users: any ModuleUsers, for asker: Asker) async throws -> Done? {
        let by = asker.user
        let inRoom = room.map(RoomID.init)
        switch verb {
        case "look":
            let found = try await users.find(named: user ?? "")
            return Done(
                texts: found.map { [$0.id.rawValue, $0.displayName ?? "", $0.role, "\($0.isDisabled)"] }
            )
        case "may":
            return Done(texts: ["\(try await users.may(userID, rightNamed, in: inRoom))"])
        case "role": return Done(texts: try await users.role(of: userID, in: roomID).map { [$0] })
        case "set-role": try await users.setRole(text, of: userID, in: roomID, by: by)
        case "grant": try await users.grant(rightNamed, in: inRoom, to: userID, until: until, by: by)
        case "take": try await users.take(rightNamed, in: inRoom, from: userID, by: by)
        case "end-sessions": return Done(sequence: Int64(try await users.endSessions(of: userID, by: by)))
        case "disable": try await users.setDisabled(true, userID, by: by)
        case "enable": try await users.setDisabled(false, userID, by: by)
        default: return nil
        }
        return Done()
    }

    private func recipients(_ asker: Asker) throws -> Recipients {
        switch verb {
        case "tell-room": .room(roomID)
        case "tell-user": .user(userID)
        case "tell-session": .session(asker.session)
        case "tell-connection": .connection(asker.connection)
        case "tell-holders": .holders(of: rightNamed, in: room.map(RoomID.init))
        case "tell-everyone": .everyone
        default: throw RequestError(code: "bad_request", message: "There is no verb '\(verb ?? "")'.")
        }
    }
}

/// What came of it.
struct Done: Encodable {
    var texts: [String]?
    var sequence: Int64?
}
