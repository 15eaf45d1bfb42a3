import HTTPTypes

/// One route below `/api/v1`: for whom it is, and what it answers them.
struct Route: Sendable {
    /// Whom a route is for; everybody else is refused before it is asked.
    enum Audience: String, CaseIterable {
        /// Everybody, signed in or not.
        case everybody
        /// Whoever has a token, also a narrowed one or a program's.
        case anyToken
        /// Whoever has the token of a sign-in as it was issued: for what changes the account or makes tokens.
        case signIn
        /// Of these, who has the right `manage` in the room that the path names.
        case roomManager
        /// Of these, who has the right `manage` on the server.
        case administrator
    }

    let method: HTTPRequest.Method
    /// The path below `/api/v1`, with `:name` for a part that varies.
    let path: String
    let audience: Audience
    let answer: @Sendable (Call) async throws -> Reply
}
