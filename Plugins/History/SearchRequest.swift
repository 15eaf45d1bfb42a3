internal import RoostKit

/// The payload of `history:search`.
struct SearchRequest: Decodable {
    private let query, room, from, before, after, cursor: String?
    private let has: [String]?
    private let order: String?
    private let limit: Int?

    /// A page of results fits a screen or two.
    private static let limits = 1...100
    private static let usualLimit = 20
    /// How far one may go on in ranked results, which are ranked anew for each page.
    private static let offsetLimit = 1_000

    /// What is looked for.
    /// - Throws: What is wrong with it.
    func parsed() throws(RequestError) -> SearchQuery {
        var search = try SearchQuery(query ?? "")
        if let room { try search.add(room: room) }
        if let from { try search.add(author: from.lowercased()) }
        if let before { try search.add(before: before) }
        if let after { try search.add(after: after) }
        for feature in has ?? [] { try search.add(has: feature) }
        guard !search.isEmpty else {
            throw .badRequest("say what to search for: words, or conditions such as from:ada")
        }
        return search
    }

    /// How many messages at most.
    var count: Int {
        get throws(RequestError) {
            let count = limit ?? Self.usualLimit
            guard Self.limits.contains(count) else {
                throw .badRequest(
                    "the field 'limit' must be from \(Self.limits.lowerBound) to \(Self.limits.upperBound)"
                )
            }
            return count
        }
    }

    /// In which order, and from where on: below a key, or past so many of the best.
    var start: (order: Search.Order, place: Int64) {
        get throws(RequestError) {
            guard let order = Search.Order(rawValue: order ?? "time") else {
                throw .badRequest("the field 'order' must be 'time' or 'rank'")
            }
            guard let cursor else { return (order, order == .time ? .max : 0) }
            let parts = cursor.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0] == order.rawValue, let place = Int64(parts[1]), place >= 0,
                order == .time || place <= Self.offsetLimit
            else { throw .badRequest("the field 'cursor' is not one of this search") }
            return (order, place)
        }
    }

    /// The cursor of what comes after `place`, where a search may go on from there.
    static func cursor(_ order: Search.Order, _ place: Int64) -> String? {
        order == .rank && place > offsetLimit ? nil : "\(order.rawValue):\(place)"
    }
}

/// The reply to `history:search`.
struct SearchPage: Encodable {
    /// In the order that was asked for.
    let messages: [PageEntry]
    /// With which to ask for more, where there may be.
    let cursor: String?
    /// Whether some messages are not in the index yet.
    let behind: Bool?
}
