import NIOCore
import RoostAuth
import RoostChat
import RoostKit
import RoostStore
import SocketIO

extension RequestError {
    /// A refusal of a request whose form is wrong.
    static func badRequest(_ message: String) -> RequestError {
        RequestError(code: "bad_request", message: message)
    }

    /// A refusal of a request that nobody answers.
    static func unknown(_ name: String) -> RequestError {
        RequestError(code: "unknown_event", message: "This server does not know '\(name)'.")
    }

    /// A refusal of one more room.
    static func tooManyRooms(_ limit: Int) -> RequestError {
        RequestError(
            code: "too_many_rooms",
            message: "A client is in at most \(limit) rooms; leave one first."
        )
    }
}

extension Event {
    /// Answers with `error`.
    func fail(_ error: any Error) {
        let error = WireError(error, in: name)
        var members: [(name: String, value: JSON)] = [
            ("code", .string(error.code)), ("message", .string(error.message)),
            ("retryable", .bool(error.isRetryable)),
        ]
        if let seconds = error.retryAfter { members.append(("retryAfter", .integer(Int64(seconds)))) }
        ack?(["ok": false, "error": .object(JSONObject(members))])
    }
}

extension RoomEntry {
    /// The fact that tells of it.
    var wireName: String {
        switch self {
        case .posted: "message:posted"
        case .changed(let change): change.wireName
        case .noted(let fact): fact.name
        }
    }

    /// What that fact holds.
    var wire: JSON {
        switch self {
        case .posted(let message): message.wire
        case .changed(let change): change.wire
        case .noted(let fact): fact.wire
        }
    }
}

extension Message {
    /// The message as clients see it.
    var wire: JSON {
        var object = JSONObjectWriter()
        object.add("id", .string(id))
        object.add("seq", .integer(sequence))
        object.add("room", .string(room.rawValue))
        object.add("author", .string(author.rawValue))
        object.add("text", .string(text))
        object.add("at", .string(WireTime.text(of: at)))
        if let replyTo { object.add("replyTo", .integer(replyTo)) }
        if let editedAt { object.add("edited", .string(WireTime.text(of: editedAt))) }
        if isDeleted { object.add("deleted", true) }
        return object.written()
    }
}

extension MessageChange {
    /// The fact that tells of it.
    var wireName: String {
        switch kind {
        case .edited: "message:edited"
        case .deleted: "message:deleted"
        case .reacted: "message:reacted"
        }
    }

    /// The change as clients see it.
    var wire: JSON {
        var fields: [(name: String, value: JSON)] = [
            ("room", .string(room.rawValue)), ("seq", .integer(sequence)), ("id", .string(message.id)),
            ("author", .string(message.author.rawValue)),
        ]
        switch kind {
        case .edited(let text): fields.append(("text", .string(text)))
        case .deleted: break
        case .reacted(let reaction, let isOn):
            fields += [("reaction", .string(reaction)), ("on", .bool(isOn))]
        }
        fields += [("by", .string(by.rawValue)), ("at", .string(WireTime.text(of: at)))]
        return .object(JSONObject(fields))
    }
}

extension RoomFact {
    /// The fact as clients see it: the module's fields, and its place.
    var wire: JSON {
        // It was an object when the room took it.
        let payload = try? JSON(parsing: ByteBuffer(string: payload))
        let own = ["room", "seq", "by", "at"]
        var fields = (payload?.object?.members ?? []).filter { !own.contains($0.name) }
        fields += [("room", .string(room.rawValue)), ("seq", .integer(sequence))]
        if let by { fields.append(("by", .string(by.rawValue))) }
        fields.append(("at", .string(WireTime.text(of: at))))
        return .object(JSONObject(fields))
    }
}

extension StoredRoom {
    /// The room as clients see it.
    var wire: JSON { .object(JSONObject(wireFields)) }

    fileprivate var wireFields: [(name: String, value: JSON)] {
        [
            ("id", .string(id.rawValue)), ("title", .string(title)), ("topic", .string(topic)),
            ("visibility", id.isPrivate ? "private" : "public"), ("archived", .bool(archivedAt != nil)),
        ]
    }
}

extension ListedRoom {
    /// The room as somebody finds it in a list, with what they have not read there if that is known.
    func wire(unread: Unread?) -> JSON {
        var fields = room.wireFields
        fields += [("memberCount", .integer(memberCount)), ("joined", .bool(read != nil))]
        if let read { fields.append(("read", .integer(read))) }
        return .object(JSONObject(fields + (unread?.wireFields ?? [])))
    }
}

extension Unread {
    /// The fields that tell of it, in whatever holds them.
    var wireFields: [(name: String, value: JSON)] {
        [("unread", .integer(Int64(messages))), ("mentions", .integer(Int64(mentions)))]
    }
}

extension [UserID: PresenceStatus] {
    /// The statuses by name.
    var wire: JSON {
        .object(JSONObject(map { (name: $0.key.rawValue, value: .string($0.value.rawValue)) }))
    }
}

extension SessionEnd {
    /// What `session:ended` tells.
    var wire: JSON {
        ["code": .string(code), "message": .string(message), "retryable": .bool(isRetryable)]
    }
}
