/// A request over HTTP for something that a module serves under `/modules/<name>/`.
public struct HTTPCall: Sendable {
    /// `GET`, `POST`, `PUT`, `PATCH` or `DELETE`.
    public let method: String
    /// What follows `/modules/<name>/`, without percent signs.
    public let path: String
    /// The query's fields; the last one of a name counts.
    public let query: [String: String]
    /// The body, of at most 65,536 bytes.
    public let body: [UInt8]
    /// Who asks; nobody for what is public, unless they bring a token.
    public let asker: Asker?

    /// A request from its parts.
    public init(method: String, path: String, query: [String: String], body: [UInt8], asker: Asker?) {
        self.method = method
        self.path = path
        self.query = query
        self.body = body
        self.asker = asker
    }
}

/// What a module answers over HTTP.
public struct HTTPReply: Hashable, Sendable {
    /// The status, 200 to 599; another one is the module's failure, and not sent.
    public let status: Int
    /// The content's type, such as `text/html; charset=utf-8`.
    public let type: String
    /// The content, of at most 4,194,304 bytes.
    public let body: [UInt8]

    /// A reply from its parts.
    public init(status: Int = 200, type: String = "application/json", body: [UInt8]) {
        self.status = status
        self.type = type
        self.body = body
    }

    /// A reply that is text.
    public init(_ text: String, type: String = "text/plain; charset=utf-8") {
        self.init(type: type, body: Array(text.utf8))
    }
}
