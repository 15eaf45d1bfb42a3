import NIOCore
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore
import SocketIO

/// The rooms, as one module uses them.
struct RoomsForModule: ModuleRooms {
    let module: String
    let services: ChatServices

    @concurrent
    func find(_ id: RoomID) async throws -> RoomDetails? {
        try await services.serve { try await services.store.rooms.find(id).map(RoomDetails.init) }
    }

    @concurrent
    func list(after last: RoomID?, limit: Int) async throws -> [RoomDetails] {
        let limit = min(max(limit, 0), WireLimits.listedRooms)
        return try await services.serve {
            try await services.store.rooms.list(after: last, limit: limit).map(RoomDetails.init)
        }
    }

    @concurrent
    func members(of room: RoomID) async throws -> [UserID] {
        try await services.serve { try await services.directory.room(room).members }
    }

    @concurrent
    func create(
        _ name: String,
        title: String,
        for visibility: RoomVisibility,
        members: [UserID: String]
    ) async throws -> RoomDetails {
        try await services.serve {
            let room = try await services.authority.addRoom(
                name,
                title: title,
                for: visibility,
                members: members,
                by: Origin(module: module)
            )
            return RoomDetails(room)
        }
    }

    @concurrent
    func latestMessages(in room: RoomID) async throws -> [Message] {
        try await services.serve {
            let permit = Authority.permit(.read, on: room, asModuleFor: .system)
            return try await services.directory.room(room).latestMessages(permit: permit)
        }
    }

    @concurrent
    func post(
        _ text: String,
        in room: RoomID,
        as author: UserID,
        id: String,
        replyTo: Int64?
    ) async throws -> Message {
        try WireLimits.check(text: text)
        try WireLimits.check(id: id)
        let entry = try await entry(in: room) { room, reply in
            let permit = Authority.permit(.send, on: room.id, asModuleFor: author)
            room.post(text, id: id, replyTo: replyTo, permit: permit, reply: reply)
        }
        guard case .posted(let message) = entry else { throw ChatError.noSuchMessage }
        return message
    }

    @concurrent
    func propose(
        _ text: String,
        in room: RoomID,
        for asker: Asker,
        id: String,
        replyTo: Int64?
    ) async throws -> Message {
        try WireLimits.check(text: text)
        try WireLimits.check(id: id)
        guard asker.may(.send, in: room) else {
            throw RequestError(code: "forbidden", message: "This needs the right 'send' on 'room:\(room)'.")
        }
        let proposal = MessageProposal(id: id, room: room, asker: asker, text: text, replyTo: replyTo)
        return try await services.chat.reviews.during(of: asker.user) {
            let judged: MessageProposal
            do {
                judged = try await services.serve { try await services.modules.review(proposal) }
            } catch let failure as ModuleUnavailable {
                // Another module's fault, and not that of the one that asks.
                throw RequestError(code: "unavailable", message: "\(failure)", isRetryable: true)
            }
            return try await post(judged.text, in: room, as: asker.user, id: id, replyTo: replyTo)
        }
    }

    @concurrent
    func restore(_ messages: [PastMessage], in room: RoomID) async throws {
        guard !messages.isEmpty, messages.count <= WireLimits.restoredMessages else {
            throw RequestError.badRequest("One takes 1 to \(WireLimits.restoredMessages) messages at a time.")
        }
        for message in messages {
            if !message.text.isEmpty { try WireLimits.check(text: message.text) }
            try WireLimits.check(id: message.key.id)
        }
        try await services.serve {
            let room = try await services.directory.room(room)
            // One after another, so that they are in order; the answers of a batch come together.
            try await withThrowingTaskGroup(of: Void.self) { group in
                for message in messages {
                    let (answer, told) = AsyncThrowingStream.makeStream(of: Void.self)
                    let permit = Authority.permit(.moderate, on: room.id, asModuleFor: message.key.author)
                    room.take(
                        past: message.text,
                        message.key,
                        replyTo: message.replyTo,
                        at: message.at,
                        permit: permit
                    ) { result in
                        if case .failure(let error) = result {
                            told.finish(throwing: error)
                        } else {
                            told.finish()
                        }
                    }
                    group.addTask { for try await _ in answer {} }
                }
                try await group.waitForAll()
            }
        }
    }

    @concurrent
    func edit(_ message: MessageKey, in room: RoomID, to text: String, by user: UserID) async throws -> Int64
    {
        try WireLimits.check(text: text)
        return try await revise(.edit(text), message, in: room, by: user)
    }

    @concurrent
    func delete(_ message: MessageKey, in room: RoomID, by user: UserID) async throws -> Int64 {
        try await revise(.delete, message, in: room, by: user)
    }

    @concurrent
    func note(
        _ event: String,
        payload: [UInt8],
        in room: RoomID,
        by user: UserID?
    ) async throws -> RoomFact {
        let limit = WireLimits.messageBytes
        _ = try ChatServices.object(payload, of: event, limit: limit, for: module)
        let entry = try await entry(in: room) { room, reply in
            let author = user ?? .system
            let permit = Authority.permit(.moderate, on: room.id, asModuleFor: author)
            let text = String(decoding: payload, as: UTF8.self)
            room.note(event, payload: text, by: user, permit: permit, reply: reply)
        }
        guard case .noted(let fact) = entry else { throw ChatError.noSuchMessage }
        return fact
    }

    @concurrent
    func message(_ message: MessageKey, in room: RoomID) async throws -> Message? {
        try await services.serve {
            let permit = Authority.permit(.read, on: room, asModuleFor: .system)
            return try await services.directory.room(room).message(message, permit: permit)
        }
    }

    @concurrent
    func enter(_ user: UserID, _ room: RoomID) async throws {
        for client in services.chat.clients.of(user) { await client.enter(room) }
    }

    @concurrent
    func remove(_ user: UserID, from room: RoomID) async throws {
        // They belong to it no more, and each of their devices leaves it.
        try await services.serve { _ = try await services.directory.withdraw(user, from: room) }
        await services.chat.depart(user, from: room)
        // A connection that was lost a moment ago may still have a place, or be about to get one.
        let place = services.directory.present(room)
        await place?.dismiss(user, except: Set(services.chat.clients.of(user).map(\.id)))
    }

    @concurrent
    func settle(_ user: UserID) async throws {
        try await services.serve {
            await services.chat.reviews.settle(user)
            for client in services.chat.clients.of(user) { await client.settle() }
        }
    }

    private func revise(
        _ revision: Revision,
        _ message: MessageKey,
        in room: RoomID,
        by user: UserID
    ) async throws -> Int64 {
        try await entry(in: room) { room, reply in
            let permit = Authority.permit(.moderate, on: room.id, asModuleFor: user)
            room.revise(revision, of: message, permit: permit, reply: reply)
        }.sequence
    }

    /// What a room takes into its sequence at the request of `ask`.
    private func entry(
        in id: RoomID,
        _ ask: @Sendable (Room, @escaping Room.Reply) -> Void
    ) async throws -> RoomEntry {
        try await services.serve {
            let room = try await services.directory.room(id)
            return try await withCheckedThrowingContinuation { waiter in
                ask(room) { waiter.resume(with: $0) }
            }
        }
    }
}

extension RoomDetails {
    fileprivate init(_ room: StoredRoom) {
        self.init(id: room.id, title: room.title, createdAt: room.createdAt, sequence: room.sequence)
    }
}

extension Origin {
    /// The module of this name, or the user in whose name it acts.
    init(module name: String, for user: UserID? = nil) {
        self.init(user: user?.rawValue ?? "module:\(name)")
    }
}
