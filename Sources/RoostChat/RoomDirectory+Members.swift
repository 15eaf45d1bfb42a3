package import RoostAuth
package import RoostKit
package import RoostStore

// Which rooms there are, and who belongs to them, whether they are connected or not.
extension RoomDirectory {
    /// Rooms that the user may know of, by id after `after`, whose id, title or topic contain `search`.
    /// - Throws: `ChatError.storageUnavailable`.
    package nonisolated func list(
        search: String = "",
        after: RoomID? = nil,
        limit: Int,
        isArchived: Bool = false,
        permit: consuming Permit<ListRooms>
    ) async throws(ChatError) -> [ListedRoom] {
        let query = RoomQuery(
            user: permit.user,
            privateRooms: permit.privateRooms,
            search: search,
            after: after,
            limit: limit,
            isArchived: isArchived
        )
        do {
            return await markers.applied(to: try await store.rooms.list(query), of: query.user)
        } catch {
            throw .storageUnavailable
        }
    }

    /// The rooms that the user belongs to and may know of, by id.
    /// - Throws: `ChatError.storageUnavailable`.
    package nonisolated func joined(permit: consuming Permit<ListRooms>) async throws(ChatError)
        -> [ListedRoom]
    {
        do {
            let rooms = try await store.rooms.list(of: permit.user).filter { permit.shows($0.room.id) }
            return await markers.applied(to: rooms, of: permit.user)
        } catch {
            throw .storageUnavailable
        }
    }

    /// Lets the user belong to `room` from now on, unless they do; guests belong to no room.
    /// - Returns: Up to which entry they have read; of guests that is not known.
    /// - Throws: `ChatError.tooManyRooms` or `storageUnavailable`.
    package nonisolated func enroll(
        in room: Room,
        permit: consuming Permit<Join>
    ) async throws(ChatError) -> Int64? {
        precondition(permit.room == room.id, "a permit for another room")
        let user = permit.user
        if user.isGuest { return nil }
        let isIn: Bool
        let sequence: Int64
        do {
            if let read = try await store.memberships.read(by: user, in: room.id) {
                return await markers.read(by: user, in: room.id, stored: read)
            }
            sequence = await room.sequence
            isIn = try await store.memberships.add(
                user,
                to: room.id,
                read: sequence,
                at: Authority.wallClock()
            )
        } catch {
            throw .storageUnavailable
        }
        guard isIn else { throw .tooManyRooms }
        return sequence
    }

    /// Ends that the user belongs to the room `id`, and says whether they did.
    /// - Throws: `ChatError.storageUnavailable`.
    package nonisolated func withdraw(_ user: UserID, from id: RoomID) async throws(ChatError) -> Bool {
        do {
            return try await store.memberships.remove(user, from: id)
        } catch {
            throw .storageUnavailable
        }
    }

    /// Who belongs to the permit's room, by name after `after`, with the role that they have there.
    /// - Throws: `ChatError.storageUnavailable`.
    package nonisolated func people(
        after: UserID?,
        limit: Int,
        permit: consuming Permit<Read>
    ) async throws(ChatError) -> [(user: UserID, role: String?)] {
        do {
            return try await store.memberships.list(in: permit.room, after: after, limit: limit)
        } catch {
            throw .storageUnavailable
        }
    }
}

// What goes on in the rooms that are in use.
extension RoomDirectory {
    /// How each room that is in memory is just now, in no order, without names of who is there.
    package func traffic() async -> [Room.State] {
        let rooms = inUse
        return await withTaskGroup(of: Room.State.self) { group in
            for room in rooms { group.addTask { await room.glance } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }
}
