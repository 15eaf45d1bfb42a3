internal import FoundationEssentials
internal import RoostKit

/// What a search looks for: words and conditions, as somebody typed them.
///
/// `"a phrase"`, `word`, `begin*`, `from:ada`, `in:lobby`, `before:2026-03-01`, `after:2026-03-01`, `has:link`.
/// Several of `from:` and of `in:` mean any of them; all else must hold together.
struct SearchQuery: Equatable {
    /// What a message may have beside its words.
    enum Feature: String, CaseIterable {
        case link, reply, edit, reaction
    }

    /// A word or a phrase, perhaps only the beginning of its last word.
    struct Term: Equatable {
        var text: String
        var isPrefix = false
    }

    /// What fits in a search box; each term costs the index a walk.
    private static let byteLimit = 1_000
    private static let termLimit = 20

    private(set) var terms: [Term] = []
    private(set) var authors: [String] = []
    private(set) var rooms: [String] = []
    private(set) var before: Int64?
    private(set) var after: Int64?
    private(set) var features: [Feature] = []

    /// The search that `text` describes.
    init(_ text: String) throws(RequestError) {
        guard text.utf8.count <= Self.byteLimit else {
            throw .badRequest("a query has at most \(Self.byteLimit) bytes")
        }
        for token in Token.tokens(of: text) { try add(token) }
    }

    /// Looks for messages of this author, too.
    mutating func add(author: String) throws(RequestError) {
        authors.append(author)
        try checkCount()
    }

    /// Looks in this room, too.
    mutating func add(room: String) throws(RequestError) {
        rooms.append(room)
        try checkCount()
    }

    /// Looks only for what was posted before the time or day `text`.
    mutating func add(before text: String) throws(RequestError) {
        before = min(before ?? .max, try Self.time(text, "before"))
    }

    /// Looks only for what was posted since the time or day `text`.
    mutating func add(after text: String) throws(RequestError) {
        after = max(after ?? .min, try Self.time(text, "after"))
    }

    /// Looks only for messages with the feature of this name.
    mutating func add(has name: String) throws(RequestError) {
        guard let feature = Feature(rawValue: name.lowercased()) else {
            let names = Feature.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("'has' must be one of \(names)")
        }
        features.append(feature)
        try checkCount()
    }

    /// Whether it says anything about what is looked for.
    var isEmpty: Bool {
        terms.isEmpty && authors.isEmpty && rooms.isEmpty && features.isEmpty && before == nil && after == nil
    }

    private mutating func add(_ token: Token) throws(RequestError) {
        switch token.name {
        case "from": try add(author: token.text.lowercased())
        case "in": try add(room: token.text)
        case "before": try add(before: token.text)
        case "after": try add(after: token.text)
        case "has": try add(has: token.text)
        default:
            // What has neither letter nor digit is in no index.
            guard token.text.unicodeScalars.contains(where: Self.isIndexed) else { return }
            terms.append(Term(text: token.text, isPrefix: token.isPrefix))
            try checkCount()
        }
    }

    private func checkCount() throws(RequestError) {
        guard terms.count + authors.count + rooms.count + features.count <= Self.termLimit else {
            throw .badRequest("a search has at most \(Self.termLimit) words and conditions")
        }
    }

    private static func isIndexed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .decimalNumber, .letterNumber, .otherNumber, .privateUse: true
        default: false
        }
    }

    /// The time or the beginning of the day `text`, in milliseconds since 1970-01-01T00:00:00Z.
    static func time(_ text: String, _ field: String) throws(RequestError) -> Int64 {
        let isDay = text.utf8.count == 10
        do {
            let date =
                isDay
                ? try Date(text, strategy: .iso8601.year().month().day())
                : try Date(
                    text,
                    strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
                )
            let milliseconds = (date.timeIntervalSince1970 * 1_000).rounded()
            guard let time = Int64(exactly: milliseconds) else { throw RequestError.badRequest("") }
            return time
        } catch {
            throw .badRequest(
                "'\(field)' must be a day such as 2026-03-01, or a time such as 2026-03-01T12:30:00Z"
            )
        }
    }
}

/// A piece of a query between spaces: a word, a phrase in quotes, or `name:` with either.
private struct Token {
    var name = ""
    var text = ""
    var isPrefix = false

    private static let names: Set = ["from", "in", "before", "after", "has"]

    /// The pieces of `query`; a quote that is not closed reaches to the end.
    static func tokens(of query: String) -> [Token] {
        var tokens: [Token] = []
        var rest = query[...]
        while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
            rest = rest[start...]
            var token = Token()
            if let colon = rest.firstIndex(where: { $0 == ":" || $0 == "\"" || $0.isWhitespace }),
                rest[colon] == ":", names.contains(rest[..<colon].lowercased())
            {
                token.name = rest[..<colon].lowercased()
                rest = rest[rest.index(after: colon)...]
            }
            if rest.first == "\"" {
                rest = rest.dropFirst()
                token.text = String(rest.prefix { $0 != "\"" })
                rest = rest.dropFirst(token.text.count + 1)
                token.isPrefix = rest.first == "*"
                if token.isPrefix { rest = rest.dropFirst() }
            } else {
                token.text = String(rest.prefix { !$0.isWhitespace && $0 != "\"" })
                rest = rest.dropFirst(token.text.count)
                token.isPrefix = token.text.last == "*"
            }
            tokens.append(token)
        }
        return tokens
    }
}
