/// A token that one of the server's keys signed, with conditions that the server knows; whether they hold is not said.
struct VerifiedToken: Hashable, Sendable {
    /// What the token is of: the id of a session or a link.
    let id: String
    /// Its conditions, in the order in which they were added.
    let caveats: [Caveat]
    /// The revocation ids: of the token without a condition, and with each further one.
    let blocks: [String]
    /// When its conditions or its key end, in milliseconds since 1970-01-01T00:00:00Z.
    let expiresAt: Int64
    /// When its key ends, likewise.
    let keyEndsAt: Int64

    /// The revocation id of the token as it is.
    var block: String { blocks[blocks.count - 1] }

    /// The bounds on its uses.
    var uses: [(caveat: Caveat, block: String, limit: Int64)] {
        zip(caveats, blocks.dropFirst()).compactMap { caveat, block in
            guard case .uses(let limit) = caveat else { return nil }
            return (caveat, block, limit)
        }
    }
}
