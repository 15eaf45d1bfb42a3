package import RoostKit
package import RoostStore

// What commands ask of rooms, whoever may see them.
extension Authority {
    /// How many rows are read at once.
    private static let page = 1_000

    /// Every room by id, those that are archived last.
    package func rooms() async throws(AccountError) -> [ListedRoom] {
        var rooms: [ListedRoom] = []
        for isArchived in [false, true] {
            var last: RoomID?
            repeat {
                let query = RoomQuery(
                    user: UserID(rawValue: ""),
                    privateRooms: .all(besides: []),
                    after: last,
                    limit: Self.page,
                    isArchived: isArchived
                )
                let found: [ListedRoom]
                do {
                    found = try await store.rooms.list(query)
                } catch {
                    throw .unavailable(error)
                }
                rooms += found
                last = found.count == Self.page ? found.last?.room.id : nil
            } while last != nil
        }
        return rooms
    }

    /// The room `id`, unless it is for its participants.
    package func room(_ id: RoomID) async throws(AccountError) -> ListedRoom {
        do {
            guard !id.isForParticipants, let room = try await store.rooms.listed(id) else {
                throw AccountError.unknownRoom
            }
            return room
        } catch {
            throw AccountError(error)
        }
    }

    /// Who belongs to the room `id`, or has a role there, by name, unless the room is for its participants.
    package func members(of id: RoomID) async throws(AccountError) -> [(user: UserID, role: String?)] {
        do {
            guard !id.isForParticipants, try await store.rooms.find(id) != nil else {
                throw AccountError.unknownRoom
            }
            var members: [UserID: String?] = [:]
            for (user, role) in try await store.roomRoles.list(in: id) { members[user] = .some(role) }
            var last: UserID?
            repeat {
                let found = try await store.memberships.list(in: id, after: last, limit: Self.page)
                for (user, role) in found { members[user] = .some(role) }
                last = found.count == Self.page ? found.last?.user : nil
            } while last != nil
            return members.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key, $0.value) }
        } catch {
            throw AccountError(error)
        }
    }
}
