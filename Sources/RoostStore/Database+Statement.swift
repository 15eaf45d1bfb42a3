internal import GRDB
internal import Glibc
internal import RoostKit

extension Database {
    /// Runs `statement`, prepared once for each text, and gives up its rows if it has any.
    func run(_ statement: RoostKit.Statement) throws {
        try cachedStatement(sql: statement.sql).execute(arguments: statement.arguments())
    }

    /// What `transform` makes of the rows of `statement`, prepared once for each text.
    func rows<T>(of statement: RoostKit.Statement, _ transform: (Row) throws -> T) throws -> [T] {
        let prepared = try cachedStatement(sql: statement.sql)
        let cursor = try Row.fetchCursor(prepared, arguments: statement.arguments())
        var rows: [T] = []
        while let row = try cursor.next() { rows.append(try transform(row)) }
        return rows
    }

    /// The texts in the first column of what `statement` finds or gives back.
    func ids(of statement: RoostKit.Statement) throws -> [String] {
        try rows(of: statement) { try $0.decode(String.self, atIndex: 0) }
    }

    /// Whether `query` finds anything.
    func has(_ query: RoostKit.Statement) throws -> Bool { try !rows(of: query) { _ in }.isEmpty }
}

extension RoostKit.Statement {
    /// The values as GRDB binds them.
    /// - Throws: `StoreError.failed` for text with a zero byte, which GRDB would cut off there without a word.
    fileprivate func arguments() throws(StoreError) -> StatementArguments {
        for case .text(var text) in values {
            let hasZero = text.withUTF8 { bytes in
                bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
            }
            guard !hasZero else { throw .failed(reason: "text with a zero byte cannot be stored") }
        }
        // Optional values: what GRDB does with others looks up a key path for each statement.
        let arguments: [(any DatabaseValueConvertible)?] = values.map { $0.databaseValue }
        return StatementArguments(arguments)
    }
}
