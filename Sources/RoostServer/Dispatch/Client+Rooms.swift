import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore
import SocketIO

// Requests about being in rooms, and about what goes on there besides messages.
extension Client {
    func listRooms(_ event: Event) async throws -> JSON {
        let limit = try event.limit(1...WireLimits.roomsOfPage, standard: WireLimits.roomsOfPage)
        let search = try event.optionalText("search", byteLimit: WireLimits.searchBytes) ?? ""
        let after = try event.optionalText("after", byteLimit: WireLimits.roomIDBytes).map(
            RoomID.init(rawValue:)
        )
        let isArchived = try event.optionalFlag("archived") ?? false
        let permit = try live.permit(.listRooms)
        if try event.optionalFlag("joined") ?? false {
            let rooms = try await directory.joined(permit: permit)
            return ["ok": true, "rooms": .array(try await withUnread(rooms)), "more": false]
        }
        // One more than asked for tells whether there are more.
        let rooms = try await directory.list(
            search: search,
            after: after,
            limit: limit + 1,
            isArchived: isArchived,
            permit: permit
        )
        return [
            "ok": true, "rooms": .array(try await withUnread(Array(rooms.prefix(limit)))),
            "more": .bool(rooms.count > limit),
        ]
    }

    /// The rooms as clients see them, with what the user has not read of those that they belong to: one question for all.
    private func withUnread(_ rooms: [ListedRoom]) async throws -> [JSON] {
        let unread = try await directory.unread(in: rooms, by: live.user)
        return rooms.map { $0.wire(unread: unread[$0.room.id]) }
    }

    func join(_ id: RoomID) async throws -> JSON {
        guard rooms[id] != nil || rooms.count < WireLimits.roomsOfClient else {
            throw RequestError.tooManyRooms(WireLimits.roomsOfClient)
        }
        let entry = beginEntry(of: id)
        defer { end(entry) }
        let before = entry.departures
        if modules.reviews(JoinProposal.self) {
            _ = try live.permit(.join, on: id)
            _ = try await modules.review(JoinProposal(room: id, asker: asker))
        }
        _ = try live.permit(.join, on: id)
        let room = try await directory.room(id)
        let enrolled = try await directory.enroll(in: room, permit: try live.permit(.join, on: id))
        entry.arrivals += 1
        defer { endArrival(entry) }
        let state = try await room.join(device, as: status, permit: try live.permit(.join, on: id))
        guard !isGone, entry.departures == before else {
            await room.leave(device)
            if entry.departures != before { _ = try await directory.withdraw(live.user, from: id) }
            throw ChatError.notMember
        }
        rooms[id] = room
        // Whose reading nobody remembers has read what is there.
        let read = min(enrolled ?? .max, state.sequence)
        let unread = try await directory.unread(
            in: id,
            after: read,
            of: state.sequence,
            by: live.user
        )
        var fields: [(name: String, value: JSON)] = [
            ("ok", true), ("room", state.details.wire), ("sequence", .integer(state.sequence)),
            ("members", chat.nameLists.wire(of: state.members)),
            ("count", .integer(Int64(state.count))), ("statuses", state.statuses.wire),
            ("rights", .array(live.session.rights(in: id).map { .string($0.rawValue) })),
            ("read", .integer(read)),
        ]
        if let unread { fields += unread.wireFields }
        return .object(JSONObject(fields))
    }

    /// Ends that the user belongs to the room, and takes every device of theirs out of it.
    func leave(_ id: RoomID) async throws -> JSON {
        let belonged = try await directory.withdraw(live.user, from: id)
        guard belonged || rooms[id] != nil else { throw ChatError.notMember }
        if let room = rooms.removeValue(forKey: id) { await room.leave(device) }
        await chat.depart(live.user, from: id)
        return ["ok": true]
    }

    /// Lets the client into a room that its user takes part in, without having asked; without effect where it may not join.
    func enter(_ id: RoomID) async {
        guard !isGone, rooms[id] == nil, rooms.count < WireLimits.roomsOfClient else { return }
        let entry = beginEntry(of: id)
        defer { end(entry) }
        let before = entry.departures
        entry.arrivals += 1
        defer { endArrival(entry) }
        do {
            let permit = try live.permit(.join, on: id)
            let room = try await directory.room(id)
            _ = try await room.join(device, as: status, permit: permit)
            guard !isGone, entry.departures == before else { return await room.leave(device) }
            rooms[id] = room
        } catch {
            // Whoever may not join stays outside, and asks for the room where they want to know why.
        }
    }

    /// Notes that the client is about to enter the room `id`, until `end`.
    ///
    /// From when on the room is asked to let it in, until `endArrival`, the arrivals say so: whoever has the client leave
    /// meanwhile waits for the answer.
    func beginEntry(of id: RoomID) -> Entry {
        let found = entry(of: id)
        let entry = found ?? Entry(id)
        if found == nil { entries.append(entry) }
        entry.attempts += 1
        return entry
    }

    func entry(of id: RoomID) -> Entry? { entries.first { $0.room == id } }

    func end(_ entry: Entry) {
        entry.attempts -= 1
        guard entry.attempts == 0 else { return }
        entries.removeAll { $0 === entry }
        // Empty, it would still hold memory, for as long as the client is connected.
        if entries.isEmpty { entries = [] }
    }

    func endArrival(_ entry: Entry) {
        entry.arrivals -= 1
        guard entry.arrivals == 0 else { return }
        for waiter in entry.waiting { waiter.resume() }
        entry.waiting = []
    }

    func members(_ event: Event) async throws -> JSON {
        let id = try event.room
        let after = try event.optionalText("after", byteLimit: WireLimits.nameBytes).map(
            UserID.init(rawValue:)
        )
        let limit = try event.limit(1...WireLimits.membersOfPage, standard: WireLimits.membersOfPage)
        let permit = try live.permit(.read, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        guard try event.optionalFlag("all") ?? false else {
            let members = await room.members(after: after, limit: limit + 1)
            let listed = Array(members.prefix(limit))
            return [
                "ok": true, "members": .array(listed.map { .string($0.rawValue) }),
                "statuses": await room.statuses(of: listed).filter { $0.value != .online }.wire,
                "more": .bool(members.count > limit),
            ]
        }
        let people = try await directory.people(after: after, limit: limit + 1, permit: permit)
        let statuses = await room.statuses(of: people.map(\.user))
        let listed = people.prefix(limit).map { person -> JSON in
            [
                "user": .string(person.user.rawValue), "role": person.role.map(JSON.string) ?? .null,
                "status": .string(statuses[person.user]?.rawValue ?? "offline"),
            ]
        }
        return ["ok": true, "people": .array(listed), "more": .bool(people.count > limit)]
    }

    func since(_ sequence: Int64, in id: RoomID) async throws -> JSON {
        let permit = try live.permit(.read, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        let missed = try await room.missed(after: sequence, permit: permit)
        var reply: [(name: String, value: JSON)] = [
            ("ok", true), ("recovered", .bool(missed.entries != nil)),
            ("sequence", .integer(missed.sequence)),
        ]
        if let entries = missed.entries {
            reply.append(("events", .array(entries.map { [.string($0.wireName), $0.wire] })))
        }
        return .object(JSONObject(reply))
    }

    func read(_ sequence: Int64, in id: RoomID) async throws -> JSON {
        let permit = try live.permit(.read, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        let last = await room.sequence
        let mark = min(sequence, last)
        let isNews = try await directory.markers.move(to: mark, permit: permit)
        if isNews {
            let payload: JSON = ["room": .string(id.rawValue), "read": .integer(mark)]
            for client in chat.clients.of(live.user) where client !== self {
                client.tell("read:changed", payload, about: id)
            }
        }
        let unread = try await directory.unread(in: id, after: mark, of: last, by: live.user)
        return .object(JSONObject([("ok", true), ("read", .integer(mark))] + (unread?.wireFields ?? [])))
    }

    func setPresence(_ event: Event) async throws -> JSON {
        guard let status = PresenceStatus(rawValue: try event.text("status", byteLimit: WireLimits.nameBytes))
        else {
            throw RequestError.badRequest("'status' must be 'online', 'away' or 'busy'.")
        }
        self.status = status
        for room in rooms.values { await room.setStatus(status, of: device) }
        return ["ok": true]
    }

    func setTyping(_ isTyping: Bool, in id: RoomID) async throws -> JSON {
        let permit = try live.permit(.send, on: id)
        guard let room = rooms[id] else { throw ChatError.notMember }
        await room.setTyping(isTyping, permit: permit)
        return ["ok": true]
    }
}
