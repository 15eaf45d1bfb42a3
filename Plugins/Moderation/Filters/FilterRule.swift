internal import RoostKit

/// Something that messages may not say, and what becomes of those that do.
struct FilterRule: Hashable, Sendable {
    /// What the pattern is.
    enum Kind: String, CaseIterable, Codable, Sendable {
        /// A `WordPattern`.
        case word
        /// A domain with all that is in it, or `*` for every link.
        case link
        /// A regular expression.
        case expression

        /// How many of them a room may have, or the server: enough for the lists of words that people share.
        func limit(isServer: Bool) -> Int {
            switch self {
            case .word: isServer ? 100_000 : 500
            case .link: isServer ? 10_000 : 100
            case .expression: isServer ? 200 : 10
            }
        }
    }

    /// What becomes of a message that says it, the mildest first.
    enum Verdict: String, CaseIterable, Codable, Comparable, Sendable {
        /// It is posted: for domains that a wider rule would not let through.
        case allow
        /// It is posted with `*` in the place of it.
        case mask
        /// A moderator sees it first.
        case hold
        /// It is not posted.
        case refuse

        static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    let id: Int64
    let kind: Kind
    let pattern: String
    let verdict: Verdict
    /// Where it holds; everywhere where it is `nil`.
    let room: RoomID?
}
