/// Texts that come from a module, fit for one line of a log or a terminal.
enum OneLine {
    /// The description of `error` on one line, cut where it is too long.
    static func text(of error: any Error) -> String {
        let text = "\(error)".split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return text.count <= Limits.reasonLength ? text : "\(text.prefix(Limits.reasonLength - 3))..."
    }
}
