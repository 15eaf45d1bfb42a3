internal import RoostKit

// What only groups have: more people, and a name.
extension Conversations {
    /// The group that goes on from the one in `request` with more people; the one before stays as it is.
    ///
    /// It is another conversation, so that nobody reads what was said before they came. Its people are told of it, and those of
    /// the one before in its sequence.
    func add(_ request: AddRequest, by user: UserID) async throws -> Conversation {
        let group = try await group(of: user, in: request.room)
        let named = try await people(request.people, and: user)
        let newcomers = named.filter { !group.present.contains($0) }
        guard !newcomers.isEmpty else {
            throw RequestError.badRequest("name somebody who does not take part yet")
        }
        let everybody = (group.present + newcomers).sorted { $0.rawValue < $1.rawValue }
        guard everybody.count > 2 else { throw RequestError.noGroup }
        guard everybody.count <= peopleLimit else { throw RequestError.tooManyPeople(peopleLimit) }
        let room = try await turnstile.pass {
            for person in newcomers { try await door.checkBeginning(user, with: person) }
            for person in group.present where person != user {
                try await door.checkGoingOn(user, with: person, hasAgreed: true)
            }
            return try await begin(everybody, titled: group.title, by: user)
        }
        let fact = Continuation(into: room, people: newcomers)
        try await context.rooms.note("private:continued", fact, in: group.room, by: user)
        guard let found = try await table.list(of: user, room: room).first else {
            throw RequestError.noSuchConversation
        }
        return found.conversation
    }

    /// Gives a group a name, or takes it away; everybody who takes part is told, in its sequence.
    func rename(_ request: RenameRequest, by user: UserID) async throws {
        try request.check()
        let group = try await group(of: user, in: request.room)
        try await table.rename(group.room, request.title)
        let fact = Renaming(title: request.title)
        try await context.rooms.note("private:renamed", fact, in: group.room, by: user)
    }

    private func group(of user: UserID, in room: RoomID) async throws -> Participation {
        let group = try await participation(of: user, in: room)
        guard !group.isPair else { throw RequestError.noGroup }
        return group
    }
}

/// The fact `private:continued`.
private struct Continuation: Encodable {
    let into: RoomID
    let people: [UserID]
}

/// The fact `private:renamed`.
private struct Renaming: Encodable {
    let title: String?
}
