/// A value that an operator may set for a module, in `roost.yaml` or the environment.
///
/// The setting `page-limit` of the module `history` is `modules.history.page-limit` in the file, and
/// `ROOST_MODULES_HISTORY_PAGE_LIMIT` in the environment. A value that is not allowed keeps the module from starting.
public struct Setting: Hashable, Sendable {
    /// What values it takes, with the one that it has where nobody sets it.
    public enum Kind: Hashable, Sendable {
        /// Yes or no.
        case flag(Bool)
        /// A whole number in a range.
        case number(Int, in: ClosedRange<Int>)
        /// Text of at most so many bytes.
        case text(String, byteLimit: Int)
        /// One of these words.
        case choice(String, of: [String])
        /// A time, as in `30s`, `15m`, `12h` or `90d`, in a range.
        case duration(Duration, in: ClosedRange<Duration>)
        /// Texts, at most so many.
        case list([String], limit: Int)
    }

    /// Its key: lower case letters, digits and `-`.
    public let name: String
    /// What values it takes.
    public let kind: Kind
    /// What it does, in one sentence.
    public let summary: String

    /// A setting from its parts.
    public init(_ name: String, _ kind: Kind, _ summary: String) {
        self.name = name
        self.kind = kind
        self.summary = summary
    }
}
