internal import FoundationEssentials
internal import RoostKit

/// Begins conversations, and sees to it that what is said in them reaches those who take part, and comes from them.
struct Conversations: Sendable {
    /// In how many conversations one may take part and still begin another.
    private static let limit: Int64 = 1_000
    /// How many one may begin within a day, left or not: nobody is asked before they are in one.
    private static let dayLimit: Int64 = 100
    private static let day: Int64 = 86_400_000
    /// Conversations that a device enters by itself when it connects; others when something is said there.
    private static let enteredLimit = 400
    private static let pageLimits = 1...100
    private static let usualPageLimit = 50

    let context: any ModuleContext
    let door: Door
    let peopleLimit: Int
    let table: ConversationTable
    let turnstile = Turnstile()

    init(context: any ModuleContext, door: Door, peopleLimit: Int) {
        self.context = context
        self.door = door
        self.peopleLimit = peopleLimit
        table = ConversationTable(store: context.store)
    }

    /// The conversation of `user` with these people, which begins where there is none; a group is a new one each time.
    func open(with names: Names, by user: UserID) async throws -> Conversation {
        let room = try await room(with: names, by: user)
        guard let found = try await table.list(of: user, room: room).first else {
            throw RequestError.noSuchConversation
        }
        return found.conversation
    }

    /// Posts in a conversation, once for each id, whatever became of the first attempt.
    func post(_ request: PostRequest, by asker: Asker) async throws -> Message {
        let user = asker.user
        try request.check()
        let room: RoomID
        switch (request.to, request.room) {
        case (let names?, nil):
            room = try await self.room(with: names, by: user, mustBePair: request.id != nil)
        case (nil, let id?): room = id
        default: throw RequestError.badRequest("name either 'to' or 'room'")
        }
        guard let participation = try await table.participation(in: room),
            participation.present.contains(user)
        else { throw RequestError.noSuchConversation }
        // `judge(_:)` is asked before it is posted.
        let id = request.id ?? String(UInt64.random(in: 0 ... .max), radix: 36)
        return try await context.rooms.propose(
            request.text,
            in: room,
            for: asker,
            id: id,
            replyTo: request.replyTo
        )
    }

    /// What to say to a message, in whichever way it is posted.
    func judge(_ proposal: MessageProposal) async throws -> Verdict<MessageProposal> {
        guard proposal.room.isConversation,
            let participation = try await table.participation(in: proposal.room)
        else { return .accept }
        do {
            guard proposal.asker.may("private.use") else {
                return .refuse(
                    RequestError(code: "forbidden", message: "To write here needs the right 'private.use'.")
                )
            }
            try await prepare(participation, for: proposal.asker.user)
            return .accept
        } catch let refusal as RequestError {
            return .refuse(refusal)
        }
    }

    /// Lets the devices of `user` hear their conversations.
    func enter(_ user: UserID) async throws {
        for room in try await table.rooms(of: user, limit: Self.enteredLimit) {
            try await context.rooms.enter(user, room)
        }
    }

    /// A page of the conversations of `user`.
    func list(_ request: ListRequest, for user: UserID) async throws -> ConversationList {
        let limit = request.limit ?? Self.usualPageLimit
        guard Self.pageLimits.contains(limit) else {
            throw RequestError.badRequest(
                "the field 'limit' must be from \(Self.pageLimits.lowerBound) to \(Self.pageLimits.upperBound)"
            )
        }
        let found = try await table.list(of: user, after: try Self.place(request.cursor), limit: limit + 1)
        let last = found.count > limit ? found[limit - 1] : nil
        return ConversationList(
            conversations: found.prefix(limit).map(\.conversation),
            cursor: last.map { "\($0.activeAt) \($0.conversation.room)" }
        )
    }

    /// Notes how far `user` has read, and tells their own devices and, where they do not mind, the others.
    func markRead(_ request: ReadRequest, by user: UserID) async throws -> ReadReply {
        guard request.seq >= 0 else { throw RequestError.badRequest("the field 'seq' must not be negative") }
        let participation = try await participation(of: user, in: request.room)
        try await table.markRead(request.seq, in: request.room, by: user)
        guard let now = try await table.list(of: user, room: request.room).first?.conversation else {
            throw RequestError.noSuchConversation
        }
        let showsRead = try await door.preferences.find(of: user).showsRead
        for listener in showsRead ? participation.present : [user] {
            let fact = ReadFact(room: request.room, user: user, seq: now.read)
            try context.emit("private:read", fact, to: .user(listener))
        }
        return ReadReply(read: now.read, unread: now.unread)
    }

    /// Takes `user` out of a conversation; what was said stays with the others.
    func leave(_ room: RoomID, by user: UserID) async throws {
        _ = try await participation(of: user, in: room)
        // The rights go first: whatever keeps the rest from being done, one may leave again.
        try await context.users.setRole(nil, of: user, in: room, by: user)
        let fact = try await context.rooms.note("private:left", Who(user: user), in: room, by: user)
        // Their own devices are not in the room any more.
        try context.emit("private:left", LeftFact(fact, of: user), to: .user(user))
        try await table.set(false, user, in: room)
    }

    /// Has the other one of two take part again who left: somebody has written to them.
    func bringBackReader(of message: Message) async throws {
        guard message.room.isConversation,
            let participation = try await table.participation(in: message.room),
            participation.present.contains(message.author),
            let other = participation.other(than: message.author), !other.isIn
        else { return }
        try await bringBack(other.user, to: message.room)
        try await context.rooms.enter(other.user, message.room)
        let people = participation.members.map(\.user)
        let fact = OpenedFact(room: message.room, title: nil, people: people, by: message.author)
        try context.emit("private:opened", fact, to: .user(other.user))
    }

    /// Who takes part in `room`, where `user` does.
    func participation(of user: UserID, in room: RoomID) async throws -> Participation {
        guard let participation = try await table.participation(in: room),
            participation.present.contains(user)
        else { throw RequestError.noSuchConversation }
        return participation
    }

    /// Checks that `user` may write in a conversation, and has everybody who takes part hear it.
    private func prepare(_ participation: Participation, for user: UserID) async throws {
        if let other = participation.other(than: user) {
            try await door.checkGoingOn(user, with: other.user, hasAgreed: other.isIn && other.hasAgreed)
            // Who left comes back with the message, and nobody comes back who is gone for good.
            if !other.isIn, try await context.users.find(other.user) == nil {
                throw RequestError.noSuchUser(other.user.rawValue)
            }
        }
        for person in participation.present { try await context.rooms.enter(person, participation.room) }
    }

    /// Has somebody who left a conversation of two take part again, because the other one writes.
    private func bringBack(_ user: UserID, to room: RoomID) async throws {
        try await context.users.setRole("member", of: user, in: room, by: nil)
        try await table.set(true, user, in: room)
    }

    private func room(with names: Names, by user: UserID, mustBePair: Bool = false) async throws -> RoomID {
        let people = try await people(names, and: user)
        if people.count > 2, mustBePair {
            // A retry would begin another group.
            throw RequestError.badRequest("open a group with private:open first, and post to its 'room'")
        }
        return try await turnstile.pass {
            if people.count == 2, let room = try await table.room(of: people) {
                if let mine = try await table.participation(in: room)?.members.first(where: {
                    $0.user == user
                }),
                    !mine.isIn
                {
                    try await bringBack(user, to: room)
                }
                try await context.rooms.enter(user, room)
                return room
            }
            for person in people where person != user { try await door.checkBeginning(user, with: person) }
            return try await begin(people, by: user)
        }
    }

    /// Begins a conversation of these people, who may be written to; everybody in a group is told.
    func begin(_ people: [UserID], titled title: String? = nil, by user: UserID) async throws -> RoomID {
        guard try await table.count(of: user) < Self.limit else {
            throw RequestError(
                code: "too_many_conversations",
                message: "You take part in \(Self.limit) conversations; leave one first."
            )
        }
        let now = Clock.now()
        guard try await table.count(begunBy: user, since: now - Self.day) < Self.dayLimit else {
            throw RequestError(
                code: "too_many_conversations",
                message: "You began \(Self.dayLimit) conversations within a day; begin more tomorrow."
            )
        }
        let members = Dictionary(uniqueKeysWithValues: people.map { ($0, "member") })
        let name = String(RoomID.conversationPrefix.prefix { $0 != "~" })
        let room = try await context.rooms.create(name, title: name, for: .participants, members: members)
        try await table.add(room.id, of: people, titled: title, by: user, at: now)
        for person in people { try await context.rooms.enter(person, room.id) }
        guard people.count > 2 else { return room.id }
        let fact = OpenedFact(room: room.id, title: title, people: people, by: user)
        for person in people { try context.emit("private:opened", fact, to: .user(person)) }
        return room.id
    }

    /// The users who are meant, with `user`, by name.
    func people(_ names: Names, and user: UserID) async throws -> [UserID] {
        guard names.names.count < peopleLimit else {
            throw RequestError.tooManyPeople(peopleLimit)
        }
        var people: Set = [user]
        for name in names.names {
            guard let found = try await context.users.find(named: name), !found.isDisabled else {
                throw RequestError.noSuchUser(name)
            }
            people.insert(found.id)
        }
        guard people.count > 1 else { throw RequestError.badRequest("name somebody besides yourself") }
        return people.sorted { $0.rawValue < $1.rawValue }
    }

    private static func place(_ cursor: String?) throws(RequestError) -> (time: Int64, room: String) {
        guard let cursor else { return (.max, "") }
        let parts = cursor.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let time = Int64(parts[0]) else {
            throw .badRequest("the field 'cursor' is not one of this list")
        }
        return (time, String(parts[1]))
    }
}

/// The fact `private:read`.
private struct ReadFact: Encodable {
    let room: RoomID
    let user: UserID
    let seq: Int64
}

/// The fact `private:opened`.
private struct OpenedFact: Encodable {
    let room: RoomID
    let title: String?
    let people: [UserID]
    let by: UserID
}

/// The fact `private:left`, as the room notes it.
private struct Who: Encodable {
    let user: UserID
}

/// The same, as everybody hears it.
private struct LeftFact: Encodable {
    let room, user, by: UserID.RawValue
    let seq: Int64
    let at: String

    init(_ fact: RoomFact, of user: UserID) {
        (room, self.user, by) = (fact.room.rawValue, user.rawValue, user.rawValue)
        seq = fact.sequence
        at = WireTime.text(of: fact.at)
    }
}
