/// A search in the language of FTS5, in which each word stands in quotes: nothing that somebody types is an operator.
enum SearchMatch {
    /// What to match, or nothing where any message does.
    static func expression(of query: SearchQuery) -> String? {
        var parts: [String] = []
        if !query.terms.isEmpty {
            let terms = query.terms.map { quoted($0.text) + ($0.isPrefix ? " *" : "") }
            parts.append("(text : (\(terms.joined(separator: " "))))")
        }
        if !query.authors.isEmpty { parts.append(anyOf(query.authors, in: "author")) }
        if !query.rooms.isEmpty { parts.append(anyOf(query.rooms, in: "room")) }
        return parts.isEmpty ? nil : parts.joined(separator: " AND ")
    }

    /// The index knows a name by its letters and digits alone; the search compares the rest.
    private static func anyOf(_ names: [String], in column: String) -> String {
        "(\(column) : (\(names.map(quoted).joined(separator: " OR "))))"
    }

    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
