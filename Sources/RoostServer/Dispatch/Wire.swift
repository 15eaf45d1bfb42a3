import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import SocketIO

/// What a client posts, checked for form.
struct MessageDraft {
    /// The longest text, in bytes.
    static let textByteLimit = 8192
    /// The longest message id, in bytes.
    static let idByteLimit = 64

    let room: RoomID
    private(set) var text: String
    let id: String

    init(_ event: Event) throws {
        room = try event.room
        text = event.arguments.first?["text"]?.string ?? ""
        switch event.arguments.first?["id"] {
        case nil, .null: id = String(UInt64.random(in: 0 ... .max), radix: 36)
        case .string(let given) where 1...Self.idByteLimit ~= given.utf8.count: id = given
        default: throw RequestError.badRequest("'id' must be text of 1 to \(Self.idByteLimit) bytes.")
        }
        try check()
    }

    /// The same message with another text, which must have the same form.
    func saying(_ text: String) throws -> MessageDraft {
        var draft = self
        draft.text = text
        try draft.check()
        return draft
    }

    private func check() throws {
        guard !text.isEmpty else { throw RequestError.badRequest("'text' must be text that is not empty.") }
        guard text.utf8.count <= Self.textByteLimit else {
            throw RequestError(
                code: "too_long",
                message: "A message has at most \(Self.textByteLimit) bytes."
            )
        }
        // SQLite's text ends at a zero byte.
        guard !text.utf8.contains(0), !id.utf8.contains(0) else {
            throw RequestError.badRequest("Neither 'text' nor 'id' may contain the character U+0000.")
        }
    }
}

extension RequestError {
    /// A refusal of a request whose form is wrong.
    static func badRequest(_ message: String) -> RequestError {
        RequestError(code: "bad_request", message: message)
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
    /// The room that the request is about.
    var room: RoomID {
        get throws {
            guard let name = arguments.first?["room"]?.string else {
                throw RequestError.badRequest("'room' must be the id of a room.")
            }
            return RoomID(rawValue: name)
        }
    }

    /// Answers with `error`; what is not for clients becomes `internal`.
    func fail(_ error: any Error) {
        let (code, message, isRetryable) =
            switch error {
            case let error as any ClientFacingError: (error.code, error.message, error.isRetryable)
            case let error as RequestError: (error.code, error.message, false)
            case let error as ModuleUnavailable: ("unavailable", "\(error)", true)
            default: ("internal", "The server could not do this; its log says why.", true)
            }
        ack?([
            "ok": false,
            "error": [
                "code": .string(code), "message": .string(message), "retryable": .bool(isRetryable),
            ],
        ])
    }
}

extension Message {
    /// The message as clients see it.
    var wire: JSON {
        [
            "id": .string(id), "seq": .integer(sequence), "room": .string(room.rawValue),
            "author": .string(author.rawValue), "text": .string(text), "at": .string(WireTime.text(of: at)),
        ]
    }
}

extension SessionEnd {
    /// What `session:ended` tells.
    var wire: JSON {
        ["code": .string(code), "message": .string(message), "retryable": .bool(isRetryable)]
    }
}
