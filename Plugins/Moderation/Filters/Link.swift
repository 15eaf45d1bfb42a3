/// A link in a text, by the host that it leads to.
struct Link: Equatable {
    /// The host in lower case, without a dot at its end.
    let host: String
    /// Whether it says that it is a link, and is not just a name with dots.
    let isExplicit: Bool
    /// The bytes of the folded text.
    let bytes: Range<Int>

    /// The links in `text`.
    static func all(in text: FoldedText) -> [Link] {
        var links: [Link] = []
        var start = 0
        for place in 0...text.bytes.count
        where place == text.bytes.count || separators.contains(text.bytes[place]) {
            if place > start, let link = Link(text.bytes, start..<place) { links.append(link) }
            start = place + 1
        }
        return links
    }

    /// What is looked up for a host: itself, and every domain that it is in, nearest first.
    var domains: [String] {
        let labels = host.split(separator: ".")
        return labels.indices.map { labels[$0...].joined(separator: ".") }
    }

    /// What a filter for the links that `text` says looks up: `*`, or the host of a domain or of a whole URL.
    static func pattern(_ text: String) throws(FilterError) -> String {
        if text == "*" { return text }
        let folded = FoldedText(text)
        let link = all(in: folded).first { $0.bytes == folded.bytes.indices }
        // A domain without a dot is one of the top ones, with all that is in it.
        let host = link.map { FoldedText($0.host) } ?? folded
        let marks = Set("-.".utf8)
        guard 1...253 ~= host.bytes.count,
            zip(host.bytes, host.isWord).allSatisfy({ marks.contains($0) || $1 })
        else { throw .badPattern("it is a domain such as evil.example, or * for every link") }
        return String(decoding: host.bytes, as: UTF8.self)
    }

    private static let separators = Set(" \t\r\n<>\"'()[]{}|,;".utf8)

    /// The link that the token at `bytes` is, if it is one.
    private init?(_ text: [UInt8], _ bytes: Range<Int>) {
        var host = text[bytes]
        let scheme = host.firstRange(of: Array("://".utf8))
        if let scheme { host = host[scheme.upperBound...] }
        host = host.prefix { !Self.hostEnds.contains($0) }
        if let at = host.lastIndex(of: UInt8(ascii: "@")) {
            // Without a scheme, somebody's address for mail.
            guard scheme != nil else { return nil }
            host = host[(at + 1)...]
        }
        host = host.prefix { $0 != UInt8(ascii: ":") }
        let labels = host.split(separator: UInt8(ascii: ".")).map { String(decoding: $0, as: UTF8.self) }
        guard labels.count >= 2 || scheme != nil, let top = labels.last else { return nil }
        isExplicit = scheme != nil || labels[0] == "www"
        guard isExplicit || (top.count >= 2 && top.allSatisfy(\.isLetter)) else { return nil }
        self.host = labels.joined(separator: ".")
        self.bytes = bytes
    }

    private static let hostEnds = Set("/?#\\".utf8)
}
