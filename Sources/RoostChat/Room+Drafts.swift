package import RoostAuth
package import RoostKit

// What can be asked for, each in the order of the calls, and answered through `reply`.
extension Room {
    /// Posts `text`, in reply to the entry `replyTo` where that is given.
    ///
    /// The same author and message id a second time is answered with the first message.
    package nonisolated func post(
        _ text: String,
        id messageID: String,
        replyTo: Int64? = nil,
        permit: consuming Permit<Send>,
        reply: @escaping Reply
    ) {
        precondition(permit.room == id, "a permit for another room")
        let key = MessageKey(author: permit.user, id: messageID)
        submit(Draft(content: .post(key, text: text, replyTo: replyTo), reply: reply))
    }

    /// Makes `revision` of the message with this id, of whoever the permit is for.
    package nonisolated func revise(
        _ revision: Revision,
        ownMessage messageID: String,
        permit: consuming Permit<Send>,
        reply: @escaping Reply
    ) {
        precondition(permit.room == id, "a permit for another room")
        let key = MessageKey(author: permit.user, id: messageID)
        submit(Draft(content: .change(key, revision.kind, by: permit.user), reply: reply))
    }

    /// Makes `revision` of anybody's message.
    package nonisolated func revise(
        _ revision: Revision,
        of message: MessageKey,
        permit: consuming Permit<Moderate>,
        reply: @escaping Reply
    ) {
        precondition(permit.room == id, "a permit for another room")
        submit(Draft(content: .change(message, revision.kind, by: permit.user), reply: reply))
    }

    /// Gives `message` a reaction, or takes it back.
    package nonisolated func react(
        _ reaction: String,
        isOn: Bool,
        to message: MessageKey,
        permit: consuming Permit<Send>,
        reply: @escaping Reply
    ) {
        precondition(permit.room == id, "a permit for another room")
        let kind = MessageChange.Kind.reacted(reaction, isOn: isOn)
        submit(Draft(content: .change(message, kind, by: permit.user), reply: reply))
    }

    /// Takes a module's fact into the sequence: the event `name` with `payload`, the text of a JSON object.
    package nonisolated func note(
        _ name: String,
        payload: String,
        by user: UserID?,
        permit: consuming Permit<Moderate>,
        reply: @escaping Reply
    ) {
        precondition(permit.room == id, "a permit for another room")
        submit(Draft(content: .fact(name: name, payload: payload, by: user), reply: reply))
    }

    /// Takes a message from elsewhere into the sequence, with its own time; nobody is told, save by the gap before the next
    /// entry.
    ///
    /// The same author and message id a second time is answered with the first message.
    package nonisolated func take(
        past text: String,
        _ message: MessageKey,
        replyTo: MessageKey?,
        at time: Int64,
        permit: consuming Permit<Moderate>,
        reply: @escaping Reply
    ) {
        precondition(permit.room == id, "a permit for another room")
        submit(Draft(content: .past(message, text: text, replyTo: replyTo, at: time), reply: reply))
    }
}
