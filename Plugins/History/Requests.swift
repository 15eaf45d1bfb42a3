internal import RoostKit

// The smaller payloads and replies of the module.

/// A payload that names a room.
struct RoomName: Decodable {
    let room: RoomID
}

/// A payload without fields.
struct Nothing: Decodable {}

/// A reply without fields.
struct Done: Encodable {}

/// The payload of `history:retain`: how long messages of a room are kept.
struct RetainRequest: Decodable {
    let room: RoomID
    private let days, messages: Int64?
    /// Whether the room is to have the server's rule again.
    private let reset: Bool?

    /// The rule for the room, or nothing where it is the server's.
    var rule: RetentionRule? { reset == true ? nil : RetentionRule(days: days, messages: messages) }
}

/// The reply to `history:retain` and `history:retention`.
struct RetentionReply: Encodable {
    let days, messages: Int64?
    /// Whether the room has a rule of its own.
    let own: Bool

    init(_ rule: RetentionRule, isOwn: Bool) {
        (days, messages, own) = (rule.days, rule.messages, isOwn)
    }
}

/// The payload of `history:sweep`: where this part of the sweep begins; empty for the first.
struct SweepPlace: Codable {
    /// The room after which it goes on.
    var after: RoomID?
    /// How often the index may be rewritten yet, once all rooms are done.
    var merging: Int?
}

/// The reply to `history:sweep`.
struct SweepReply: Encodable {
    /// How many messages this part removed.
    let removed: Int
    /// The payload that goes on; nothing once all is done.
    let next: SweepPlace?
}

/// The payload of `history:export` and `history:takeout`.
struct ExportRequest: Decodable {
    private let room: RoomID?
    /// Whose messages, where they are another's than the asker's.
    let user: String?
    let format: ExportFormat?
    private let cursor: String?

    /// The room, which the host looked for as well.
    var roomID: RoomID {
        get throws(RequestError) {
            guard let room else { throw .badRequest("the field 'room' is missing") }
            return room
        }
    }

    /// After which number the piece begins.
    var place: Int64 {
        get throws(RequestError) {
            guard let cursor else { return 0 }
            guard let place = Int64(cursor), place >= 0, place < .max / 2 else {
                throw .badRequest("the field 'cursor' is not one of this file")
            }
            return place
        }
    }
}

/// The reply to `history:holds`.
struct HoldList: Encodable {
    let holds: [StandingHold]
}
