internal import RoostKit

/// The payload of `history:page`: which part of a room's past is asked for.
struct PageRequest: Decodable {
    let room: RoomID
    /// How many messages at most.
    let limit: Int
    /// The sequence before which the page ends; the latest page where it is left out.
    let before: Int64

    /// A page's text comes to at most 1.6 MB, and a client shows some dozens of messages at once.
    private static let limits = 1...200
    private static let usualLimit = 50

    private enum CodingKeys: CodingKey {
        case room, limit, before
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        room = try fields.decode(RoomID.self, forKey: .room)
        limit = try fields.decodeIfPresent(Int.self, forKey: .limit) ?? Self.usualLimit
        before = try fields.decodeIfPresent(Int64.self, forKey: .before) ?? .max
    }

    /// Refuses numbers out of their ranges.
    func check() throws(RequestError) {
        guard Self.limits.contains(limit) else {
            throw RequestError(
                code: "bad_request",
                message:
                    "the field 'limit' must be from \(Self.limits.lowerBound) to \(Self.limits.upperBound)"
            )
        }
        guard before >= 1 else {
            throw RequestError(code: "bad_request", message: "the field 'before' must be at least 1")
        }
    }
}
