/// Lines of texts with commas between them (RFC 4180), as spreadsheets and other services write them.
package enum CSV {
    /// The rows of `text`, each with the number of the line in which it begins; empty lines are passed over.
    /// - Throws: `CommandError` with the line where a quoted text does not end.
    package static func rows(of text: String) throws(CommandError) -> [(line: Int, cells: [String])] {
        var rows: [(line: Int, cells: [String])] = []
        var cells: [String] = []
        var cell = ""
        var (line, first) = (1, 1)
        var isQuoted = false
        var letters = text.makeIterator()
        var next = letters.next()
        func endRow() {
            cells.append(cell)
            if cells != [""] { rows.append((first, cells)) }
            (cells, cell, first) = ([], "", line)
        }
        while let letter = next {
            next = letters.next()
            if letter.isNewline { line += 1 }
            switch letter {
            case "\"" where isQuoted && next == "\"":
                cell.append("\"")
                next = letters.next()
            case "\"": isQuoted.toggle()
            case _ where isQuoted: cell.append(letter)
            case ",":
                cells.append(cell)
                cell = ""
            case _ where letter.isNewline: endRow()
            default: cell.append(letter)
            }
        }
        guard !isQuoted else {
            throw CommandError("bad_request", "line \(first): a quoted text does not end")
        }
        endRow()
        return rows
    }

    /// The line of `cells`, quoted where that is needed.
    package static func line(_ cells: [String]) -> String {
        cells.map { cell in
            cell.contains { $0.isNewline || $0 == "," || $0 == "\"" }
                ? "\"\(cell.replacing("\"", with: "\"\""))\"" : cell
        }.joined(separator: ",")
    }
}
