internal import RoostKit

// The payloads and the smaller replies of the module.

/// One name or several.
struct Names: Decodable {
    let names: [String]

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // A single name stands for a list of one.
        if let name = try? value.decode(String.self) {
            names = [name]
        } else {
            names = try value.decode([String].self)
        }
    }
}

/// The payload of `private:open`.
struct OpenRequest: Decodable {
    let with: Names
}

/// The payload of `private:add`: who is to take part in a group, too.
struct AddRequest: Decodable {
    let room: RoomID
    let people: Names
}

/// The payload of `private:rename`: what a group is called, or nothing.
struct RenameRequest: Decodable {
    let room: RoomID
    let title: String?

    private static let characters = 1...100
    private static let bytes = 400

    /// Refuses what no list shows well.
    func check() throws(RequestError) {
        guard let title else { return }
        guard Self.characters.contains(title.count), title.utf8.count <= Self.bytes,
            !title.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw .badRequest("the field 'title' has 1 to 100 characters, and no control characters")
        }
    }
}

/// The payload of `private:post`: to whom, or in which conversation.
struct PostRequest: Decodable {
    let to: Names?
    let room: RoomID?
    let text: String
    let id: String?
    let replyTo: Int64?

    /// As for every message.
    private static let textBytes = 8_192
    private static let idBytes = 64

    /// Refuses what no room would take, before a conversation begins with it.
    func check() throws(RequestError) {
        guard !text.isEmpty, !text.utf8.contains(0) else {
            throw .badRequest("the field 'text' must be text that is not empty, without U+0000")
        }
        guard text.utf8.count <= Self.textBytes else {
            throw RequestError(code: "too_long", message: "A message has at most \(Self.textBytes) bytes.")
        }
        guard id.map({ 1...Self.idBytes ~= $0.utf8.count && !$0.utf8.contains(0) }) ?? true else {
            throw .badRequest("the field 'id' must be text of 1 to \(Self.idBytes) bytes, without U+0000")
        }
    }
}

/// The reply to `private:post`.
struct PostReply: Encodable {
    let message: Message
}

/// The payload of `private:list`.
struct ListRequest: Decodable {
    let limit: Int?
    /// The `cursor` of the page before.
    let cursor: String?
}

/// The payload of `private:read`.
struct ReadRequest: Decodable {
    let room: RoomID
    let seq: Int64
}

/// The reply to `private:read`.
struct ReadReply: Encodable {
    let read: Int64
    let unread: Int64
}

/// A payload that names a room.
struct RoomName: Decodable {
    let room: RoomID
}

/// A payload that names a user.
struct UserName: Decodable {
    let user: String
}

/// A payload without fields.
struct Nothing: Decodable {}

/// A reply without fields.
struct Done: Encodable {}

/// The reply to `private:blocks`.
struct BlockList: Encodable {
    let users: [UserID]
}

extension RequestError {
    /// A refusal of a request whose form is wrong.
    static func badRequest(_ message: String) -> RequestError {
        RequestError(code: "bad_request", message: message)
    }

    /// A refusal because nobody is called that.
    static func noSuchUser(_ name: String) -> RequestError {
        RequestError(code: "not_found", message: "There is no user '\(name)'.")
    }

    /// A refusal for whoever does not take part in a conversation, which is the same where there is none.
    static var noSuchConversation: RequestError {
        RequestError(code: "not_found", message: "There is no such conversation.")
    }

    /// A refusal because a conversation would have more people than `limit`.
    static func tooManyPeople(_ limit: Int) -> RequestError {
        RequestError(code: "too_many_people", message: "A conversation has at most \(limit) people.")
    }

    /// A refusal of what only groups have.
    static var noGroup: RequestError {
        .badRequest("this is a conversation of two; begin a group with 'private:open'")
    }

    /// A refusal in the name of whoever does not want to be written to; it does not tell whether one is blocked.
    static func notAccepted(_ user: UserID) -> RequestError {
        RequestError(code: "not_accepted", message: "\(user) does not take messages from you.")
    }
}

extension SQLValue {
    /// The number, or nothing for all else.
    var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The text, or nothing for all else.
    var text: String? {
        if case .text(let value) = self { value } else { nil }
    }
}

/// A row that does not have the columns that were asked for.
struct UnexpectedRow: Error {}
