/// Lines of texts whose columns are aligned, also where letters take two places.
struct Table {
    var headings: [String] = []
    let rows: [[String]]

    /// The lines, without a line feed at the end.
    func text(isColored: Bool) -> String {
        let lines = rows.map { $0.map(Self.printable) }
        let all = (headings.isEmpty ? [] : [headings]) + lines
        let count = all.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            all.map { column < $0.count ? Self.width(of: $0[column]) : 0 }.max() ?? 0
        }
        var texts = lines.map { Self.line($0, widths) }
        if !headings.isEmpty {
            let line = Self.line(headings, widths)
            texts.insert(isColored ? "\u{1B}[1m\(line)\u{1B}[0m" : line, at: 0)
        }
        return texts.joined(separator: "\n")
    }

    /// `text` without what a terminal would obey: control characters and marks that turn the direction.
    static func printable(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnprintable) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isUnprintable(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    /// As much of `text` as takes at most `places` on a terminal.
    static func cut(_ text: String, to places: Int) -> String {
        var left = places
        return String(
            text.prefix { character in
                left -= width(of: character)
                return left >= 0
            }
        )
    }

    /// How many places `text` takes on a terminal.
    static func width(of text: String) -> Int {
        text.reduce(0) { $0 + width(of: $1) }
    }

    private static func line(_ cells: [String], _ widths: [Int]) -> String {
        let padded = cells.enumerated().map { index, cell in
            index == cells.count - 1
                ? cell : cell + String(repeating: " ", count: widths[index] - width(of: cell))
        }
        return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }

    private static func width(of character: Character) -> Int {
        // A picture that several scalars make takes what the widest of them takes.
        if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
        return character.unicodeScalars.map(width).max() ?? 0
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: 0
        default: scalar.properties.isEmojiPresentation || wide.contains { $0 ~= scalar.value } ? 2 : 1
        }
    }

    /// The scripts of East Asia whose letters take two places (Unicode Standard Annex 11, W and F).
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FF, 0x20000...0x3FFFD,
    ]

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate: true
        case .format: 0x202A...0x202E ~= scalar.value || 0x2066...0x2069 ~= scalar.value
        default: false
        }
    }
}
