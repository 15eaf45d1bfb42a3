/// A value that goes into a statement, or comes out of a row.
@frozen
public enum SQLValue: Hashable, Sendable {
    /// SQL's absent value.
    case null
    /// A 64-bit integer.
    case integer(Int64)
    /// A double-precision number.
    case real(Double)
    /// Text in UTF-8; the store refuses U+0000.
    case text(String)
    /// Raw bytes.
    case blob([UInt8])
}

/// One SQL statement with the values of its placeholders (`?1`, `?2`, ...), which are never spliced into the text.
@frozen
public struct Statement: Hashable, Sendable {
    /// The statement's text, for SQLite.
    ///
    /// Constant text is prepared once and kept.
    public let sql: String
    /// One value per placeholder, in order.
    public let values: [SQLValue]

    /// A statement from its text and values.
    @inlinable
    public init(_ sql: String, _ values: [SQLValue] = []) {
        self.sql = sql
        self.values = values
    }
}
