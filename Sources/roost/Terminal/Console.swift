import Foundation
import Glibc
import RoostServer

/// How commands print: what was asked for on standard output, talk on standard error.
struct Console {
    /// A column of a table: its heading, and the name of the value in each record.
    typealias Column = (heading: String, name: String)

    let json: Bool
    let quiet: Bool

    /// Prints one object per line.
    func printJSON(_ records: [Record]) {
        guard !records.isEmpty else { return }
        print(records.map(\.json).joined(separator: "\n"))
    }

    /// Prints a table with a line for each record; nothing where there are none.
    func table(_ records: [Record], _ columns: [Column]) {
        guard !records.isEmpty else { return }
        var table = Table(rows: records.map { record in columns.map { record[$0.name].text } })
        if !quiet { table.headings = columns.map(\.heading) }
        print(table.text(isColored: Self.hasColor))
    }

    /// Prints the values of one record, each in a line with its name.
    func detail(_ record: Record) {
        let rows = record.names.filter { record[$0] != .null }.map { [$0, record[$0].text] }
        print(Table(rows: rows).text(isColored: Self.hasColor))
    }

    /// Says `text` to whoever watches.
    func say(_ text: String) {
        guard !quiet, !json else { return }
        Output.tell("\(Table.printable(text))\n")
    }

    /// Whether standard output shows colours, and they are wanted (https://no-color.org).
    private static var hasColor: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(STDOUT_FILENO) == 1 && (environment["NO_COLOR"] ?? "").isEmpty
            && environment["TERM"] != "dumb"
    }
}
