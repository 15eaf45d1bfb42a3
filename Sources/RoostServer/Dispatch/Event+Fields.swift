import RoostKit
import SocketIO

// The fields of a request, checked for form.
extension Event {
    private func field(_ name: String) -> JSON? { arguments.first?[name] }

    /// The room that the request is about.
    var room: RoomID {
        get throws {
            guard let name = field("room")?.string else {
                throw RequestError.badRequest("'room' must be the id of a room.")
            }
            guard name.utf8.count <= WireLimits.roomIDBytes else {
                throw RequestError.badRequest("'room' has at most \(WireLimits.roomIDBytes) bytes.")
            }
            try WireLimits.check(name, "room")
            return RoomID(rawValue: name)
        }
    }

    /// The text of a message, which may be long.
    var messageText: String {
        get throws {
            guard let text = field("text")?.string else {
                throw RequestError.badRequest("'text' must be text that is not empty.")
            }
            try WireLimits.check(text: text)
            return text
        }
    }

    /// The id of a message that is to be posted; one of the server's own where the client gives none.
    var newMessageID: String {
        get throws {
            switch field("id") {
            case nil, .null: String(UInt64.random(in: 0 ... .max), radix: 36)
            default: try text("id", byteLimit: WireLimits.idBytes)
            }
        }
    }

    /// The request with another text and this id.
    func saying(_ text: String, id: String) -> Event {
        var fields = (arguments.first?.object?.members ?? []).filter { !["text", "id"].contains($0.name) }
        fields += [("text", .string(text)), ("id", .string(id))]
        var event = self
        event.arguments = [.object(JSONObject(fields))]
        return event
    }

    /// The message that the request is about, which is `author`'s where the request does not say whose.
    func messageKey(author: UserID) throws -> MessageKey {
        let id = try text("id", byteLimit: WireLimits.idBytes)
        switch field("author") {
        case nil, .null: return MessageKey(author: author, id: id)
        default:
            let name = try text("author", byteLimit: WireLimits.nameBytes)
            return MessageKey(author: UserID(rawValue: name), id: id)
        }
    }

    /// Text of 1 to `byteLimit` bytes.
    func text(_ name: String, byteLimit: Int) throws -> String {
        guard let text = field(name)?.string, 1...byteLimit ~= text.utf8.count else {
            throw RequestError.badRequest("'\(name)' must be text of 1 to \(byteLimit) bytes.")
        }
        try WireLimits.check(text, name)
        return text
    }

    /// The same, or nothing where it is left out; with `orEmpty` it may be empty.
    func optionalText(_ name: String, byteLimit: Int, orEmpty: Bool = false) throws -> String? {
        switch field(name) {
        case nil, .null: nil
        case .string("") where orEmpty: ""
        default: try text(name, byteLimit: byteLimit)
        }
    }

    /// How many of something one answer is to have.
    func limit(_ range: ClosedRange<Int>, standard: Int) throws -> Int {
        guard let number = try optionalNumber("limit") else { return standard }
        guard let limit = Int(exactly: number), range.contains(limit) else {
            throw RequestError.badRequest("'limit' must be \(range.lowerBound) to \(range.upperBound).")
        }
        return limit
    }

    /// Those whom the request asks about.
    var users: [UserID] {
        get throws {
            let names = field("users")?.array?.compactMap(\.string) ?? []
            guard 1...WireLimits.namesAtOnce ~= names.count, names.count == field("users")?.array?.count,
                names.allSatisfy({ 1...WireLimits.nameBytes ~= $0.utf8.count })
            else {
                throw RequestError.badRequest("'users' must be 1 to \(WireLimits.namesAtOnce) names.")
            }
            for name in names { try WireLimits.check(name, "users") }
            return names.map(UserID.init(rawValue:))
        }
    }

    /// Whether the room that is asked for is to be private.
    var isPrivate: Bool {
        get throws {
            switch field("visibility")?.string {
            case "private": true
            case "public": false
            default: throw RequestError.badRequest("'visibility' must be 'public' or 'private'.")
            }
        }
    }

    /// A number of an entry, or 0.
    func number(_ name: String) throws -> Int64 {
        guard let number = field(name)?.integer, number >= 0 else {
            throw RequestError.badRequest("'\(name)' must be a whole number that is not negative.")
        }
        return number
    }

    /// The same, or nothing where it is left out.
    func optionalNumber(_ name: String) throws -> Int64? {
        switch field(name) {
        case nil, .null: nil
        default: try number(name)
        }
    }

    /// True or false.
    func flag(_ name: String) throws -> Bool {
        guard let flag = field(name)?.bool else {
            throw RequestError.badRequest("'\(name)' must be true or false.")
        }
        return flag
    }

    /// The same, or nothing where it is left out.
    func optionalFlag(_ name: String) throws -> Bool? {
        switch field(name) {
        case nil, .null: nil
        default: try flag(name)
        }
    }
}
