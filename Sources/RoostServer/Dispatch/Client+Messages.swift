import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import SocketIO

// Requests that a room takes into its sequence. They are handed over at once, so that a client's messages keep their order
// without waiting for one another.
extension Client {
    /// One of these requests.
    enum MessageRequest: String {
        case post = "message:post"
        case edit = "message:edit"
        case delete = "message:delete"
        case react = "message:react"
    }

    /// Hands `event` to its room and acknowledges what comes of it.
    func submit(_ event: Event, as request: MessageRequest) {
        let reply: Room.Reply = { result in
            switch result {
            case .success(.posted(let message)):
                var answer = JSONObjectWriter()
                answer.add("ok", true)
                answer.add("message", message.wire)
                event.ack?(answer.written())
            case .success(let entry): event.ack?(["ok": true, "seq": .integer(entry.sequence)])
            case .failure(let error): event.fail(error)
            }
        }
        do {
            switch request {
            case .post: try post(event, reply: reply)
            case .edit: try revise(event, .edit(try event.messageText), reply: reply)
            case .delete: try revise(event, .delete, reply: reply)
            case .react: try react(event, reply: reply)
            }
        } catch {
            event.fail(error)
        }
    }

    /// Whether modules are asked about what a request says before its room is.
    func isReviewed(_ request: MessageRequest) -> Bool {
        switch request {
        case .post, .edit: modules.reviews(MessageProposal.self)
        case .delete: modules.reviews(DeleteProposal.self)
        case .react: modules.reviews(ReactionProposal.self)
        }
    }

    /// `event` as the modules agree to it, once it is one that its room may be asked for.
    func reviewed(_ event: Event) async throws -> Event {
        switch event.name {
        case "message:delete":
            let key = try event.messageKey(author: live.user)
            let room = try joinedRoom(event).id
            try live.require(key.author == live.user ? .send : .moderate, on: .room(room))
            _ = try await modules.review(DeleteProposal(room: room, message: key, asker: asker))
            return event
        case "message:react":
            let room = try joinedRoom(event).id
            try live.require(.send, on: .room(room))
            _ = try await modules.review(
                ReactionProposal(
                    room: room,
                    message: try event.messageKey(author: live.user),
                    reaction: try event.text("reaction", byteLimit: WireLimits.reactionBytes),
                    isOn: try event.flag("on"),
                    asker: asker
                )
            )
            return event
        default: return try await reviewedText(of: event)
        }
    }

    private func reviewedText(of event: Event) async throws -> Event {
        let room = try joinedRoom(event)
        let user = live.user
        let key =
            event.name == "message:edit"
            ? try event.messageKey(author: user) : MessageKey(author: user, id: try event.newMessageID)
        if key.author == user {
            _ = try live.permit(.send, on: room.id)
        } else {
            _ = try live.permit(.moderate, on: room.id)
        }
        let isEdit = event.name == "message:edit"
        let proposal = MessageProposal(
            id: key.id,
            room: room.id,
            asker: asker,
            author: key.author,
            text: try event.messageText,
            replyTo: isEdit ? nil : try event.optionalNumber("replyTo"),
            isEdit: isEdit
        )
        return event.saying(try await modules.review(proposal).text, id: proposal.id)
    }

    private func post(_ event: Event, reply: @escaping Room.Reply) throws {
        let (id, text) = (try event.newMessageID, try event.messageText)
        let replyTo = try event.optionalNumber("replyTo")
        let room = try joinedRoom(event)
        let permit = try live.permit(.send, on: room.id)
        room.post(text, id: id, replyTo: replyTo, permit: permit, reply: reply)
    }

    private func revise(_ event: Event, _ revision: Revision, reply: @escaping Room.Reply) throws {
        let key = try event.messageKey(author: live.user)
        let room = try joinedRoom(event)
        if key.author == live.user {
            let permit = try live.permit(.send, on: room.id)
            room.revise(revision, ownMessage: key.id, permit: permit, reply: reply)
        } else {
            let permit = try live.permit(.moderate, on: room.id)
            room.revise(revision, of: key, permit: permit, reply: reply)
        }
    }

    private func react(_ event: Event, reply: @escaping Room.Reply) throws {
        let key = try event.messageKey(author: live.user)
        let reaction = try event.text("reaction", byteLimit: WireLimits.reactionBytes)
        let isOn = try event.flag("on")
        let room = try joinedRoom(event)
        let permit = try live.permit(.send, on: room.id)
        room.react(reaction, isOn: isOn, to: key, permit: permit, reply: reply)
    }

    private func joinedRoom(_ event: Event) throws -> Room {
        guard let room = rooms[try event.room] else { throw ChatError.notMember }
        return room
    }
}
