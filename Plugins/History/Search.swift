internal import FoundationEssentials
internal import RoostKit

/// Finds messages by their words, their authors and more.
struct Search: Sendable {
    /// In which order they are found.
    enum Order: String, Decodable {
        /// The newest first.
        case time
        /// Those first in which the words stand out.
        case rank
    }

    /// How many matches a search by time looks at, first a few, then more: most searches end with the first, and none takes
    /// longer than some tenths of a second, however common its words are.
    private static let windows: [Int64] = [200, 2_000, 10_000, 10_000, 10_000]
    /// How many of the newest matches are ranked.
    private static let rankedLimit: Int64 = 20_000
    /// How many of the best are looked at first: of the others only where the asker may not read these.
    private static let bestLimit: Int64 = 500

    let store: any ModuleStore

    /// The keys of what fits `query`, the newest first, below `cursor`; and below which to go on, if there may be more.
    func latest(
        _ query: SearchQuery,
        below cursor: Int64,
        limit: Int,
        isReadable: (RoomID) -> Bool
    ) async throws -> (keys: [Int64], next: Int64?) {
        var (keys, cursor): ([Int64], Int64) = ([], cursor)
        for window in Self.windows {
            let matches = try await matches(of: query, below: cursor, limit: window)
            for match in matches where match.fits && isReadable(match.room) {
                keys.append(match.key)
                if keys.count == limit { return (keys, match.key) }
            }
            guard matches.count == window, let last = matches.last else { return (keys, nil) }
            cursor = last.key
        }
        return (keys, cursor)
    }

    /// The keys of what fits `query`, the best first, without the first `offset`; and whether there are more.
    func best(
        _ query: SearchQuery,
        offset: Int,
        limit: Int,
        isReadable: (RoomID) -> Bool
    ) async throws -> (keys: [Int64], more: Bool) {
        var keys: ArraySlice<Int64> = []
        for count in [Self.bestLimit, Self.rankedLimit] {
            let ranked = try await ranked(query, limit: count)
            keys = ranked.filter { $0.fits && isReadable($0.room) }.map(\.key).dropFirst(offset)
            if keys.count > limit || ranked.count < count { break }
        }
        return (Array(keys.prefix(limit)), keys.count > limit)
    }

    /// The newest messages that have the words and names of `query`, with whether they fit the rest as well.
    private func matches(of query: SearchQuery, below cursor: Int64, limit: Int64) async throws -> [Match] {
        let filter = SearchFilter(query)
        let match = SearchMatch.expression(of: query)
        let found =
            match == nil
            ? "SELECT key FROM history_message WHERE key < ?2 ORDER BY key DESC LIMIT ?3"
            : """
            SELECT rowid AS key FROM history_word
            WHERE history_word MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3
            """
        let rows = try await store.read(
            Statement(
                """
                SELECT found.key, message.room, \(filter.condition) FROM (\(found)) AS found
                CROSS JOIN history_message AS message ON message.key = found.key
                """,
                [match.map(SQLValue.text) ?? .null, .integer(cursor), .integer(limit)] + filter.values
            )
        )
        return try rows.map(Match.init).sorted { $0.key > $1.key }
    }

    /// The best of the newest messages that have the words and names of `query`, with whether they fit the rest as well.
    ///
    /// Only these are looked up: to look up all that are ranked would take as long as to rank them.
    private func ranked(_ query: SearchQuery, limit: Int64) async throws -> [Match] {
        let filter = SearchFilter(query)
        // Names do not make a message better.
        let rows = try await store.read(
            Statement(
                """
                SELECT found.key, message.room, \(filter.condition) FROM (
                    SELECT key, score FROM (
                        SELECT rowid AS key, bm25(history_word, 1.0, 0.0, 0.0) AS score FROM history_word
                        WHERE history_word MATCH ?1 ORDER BY rowid DESC LIMIT ?2
                    ) ORDER BY score, key DESC LIMIT ?3
                ) AS found
                CROSS JOIN history_message AS message ON message.key = found.key
                ORDER BY found.score, found.key DESC
                """,
                [
                    SearchMatch.expression(of: query).map(SQLValue.text) ?? .null,
                    .integer(Self.rankedLimit), .integer(limit),
                ] + filter.values
            )
        )
        return try rows.map(Match.init)
    }
}

/// A message that has what was looked for.
private struct Match {
    let key: Int64
    let room: RoomID
    /// Whether it fits all conditions.
    let fits: Bool

    init(_ row: [SQLValue]) throws(UnexpectedRow) {
        guard row.count == 3, case (.integer(let key), .text(let room)) = (row[0], row[1]),
            case .integer(let fits) = row[2]
        else { throw UnexpectedRow() }
        self.key = key
        self.room = RoomID(rawValue: room)
        self.fits = fits != 0
    }
}

/// The conditions of a search that the index of words does not know, for the placeholders from `?4` on.
private struct SearchFilter {
    let condition: String
    let values: [SQLValue]

    init(_ query: SearchQuery) {
        var conditions = [
            "message.is_deleted = 0",
            "(?4 IS NULL OR message.author IN (SELECT value FROM json_each(?4)))",
            "(?5 IS NULL OR message.room IN (SELECT value FROM json_each(?5)))",
            "message.at < ?6", "message.at >= ?7",
        ]
        conditions += SearchQuery.Feature.allCases.filter(query.features.contains).map(Self.condition)
        condition = conditions.joined(separator: " AND ")
        values = [
            Self.list(query.authors), Self.list(query.rooms), .integer(query.before ?? .max),
            .integer(query.after ?? .min),
        ]
    }

    private static func condition(of feature: SearchQuery.Feature) -> String {
        switch feature {
        case .link: "(message.text LIKE '%http://_%' OR message.text LIKE '%https://_%')"
        case .reply: "message.reply_to IS NOT NULL"
        case .edit: "message.edited_at IS NOT NULL"
        case .reaction:
            """
            EXISTS (
                SELECT 1 FROM history_reaction
                WHERE history_reaction.author = message.author AND history_reaction.id = message.id
            )
            """
        }
    }

    private static func list(_ names: [String]) -> SQLValue {
        guard !names.isEmpty, let list = try? JSONEncoder().encode(names) else {
            // Texts always encode.
            return .null
        }
        return .text(String(decoding: list, as: UTF8.self))
    }
}
