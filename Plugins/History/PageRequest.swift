internal import RoostKit

/// The payload of `history:page`: which part of a room's past is asked for.
struct PageRequest: Decodable {
    /// Where the page is.
    enum Place {
        /// It ends just before this sequence; the latest page is before all.
        case before(Int64)
        /// It begins just after this sequence.
        case after(Int64)
        /// It has this sequence in its middle.
        case around(Int64)
    }

    let room: RoomID
    /// How many messages at most.
    let limit: Int
    private let before, after, around: Int64?

    /// A page's text comes to at most 1.6 MB, and a client shows some dozens of messages at once.
    private static let limits = 1...200
    private static let usualLimit = 50

    private enum CodingKeys: CodingKey {
        case room, limit, before, after, around
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        room = try fields.decode(RoomID.self, forKey: .room)
        limit = try fields.decodeIfPresent(Int.self, forKey: .limit) ?? Self.usualLimit
        before = try fields.decodeIfPresent(Int64.self, forKey: .before)
        after = try fields.decodeIfPresent(Int64.self, forKey: .after)
        around = try fields.decodeIfPresent(Int64.self, forKey: .around)
    }

    /// Where the page is.
    /// - Throws: What is wrong with the numbers.
    var place: Place {
        get throws(RequestError) {
            guard Self.limits.contains(limit) else {
                throw .badRequest(
                    "the field 'limit' must be from \(Self.limits.lowerBound) to \(Self.limits.upperBound)"
                )
            }
            guard [before, after, around].compactMap({ $0 }).count <= 1 else {
                throw .badRequest("of the fields 'before', 'after' and 'around' there can be one at most")
            }
            if let after {
                guard 0..<Int64.max ~= after else {
                    throw .badRequest("the field 'after' must not be negative, nor the largest number")
                }
                return .after(after)
            }
            if let around {
                guard around >= 1 else { throw .badRequest("the field 'around' must be at least 1") }
                return .around(around)
            }
            guard before ?? .max >= 1 else { throw .badRequest("the field 'before' must be at least 1") }
            return .before(before ?? .max)
        }
    }
}
