internal import FoundationEssentials
internal import RoostKit

/// What somebody decided about messages to them.
struct Preference: Encodable {
    /// Who may begin to write to them.
    enum Accepted: String, Codable, CaseIterable {
        case everyone
        /// Who belongs to a public or private room to which they belong, too.
        case shared
        case nobody
    }

    var accepts: Accepted
    /// Whether others see up to where they have read.
    var showsRead: Bool
}

/// The payload of `private:settings`: what is to be another way.
struct PreferenceChange: Decodable {
    let accepts: Preference.Accepted?
    let showsRead: Bool?
}

/// What people decided for themselves.
struct Preferences: Sendable {
    /// Blocked users of one; a longer list is no list for people.
    private static let blockLimit: Int64 = 1_000

    let store: any ModuleStore
    /// Who may write to people who have not said so.
    let usual: Preference.Accepted

    /// What `user` decided.
    func find(of user: UserID) async throws -> Preference {
        let query = "SELECT accepts, shows_read FROM private_preference WHERE user = ?1"
        let row = try await store.read(Statement(query, [.text(user.rawValue)])).first
        return Preference(
            accepts: row?.first?.text.flatMap(Preference.Accepted.init) ?? usual,
            showsRead: row?.last?.integer != 0
        )
    }

    /// Notes what is to be another way, and answers all as it is then.
    func change(_ change: PreferenceChange, of user: UserID) async throws -> Preference {
        if change.accepts != nil || change.showsRead != nil {
            try await store.write([
                Statement(
                    """
                    INSERT INTO private_preference (user, accepts, shows_read) VALUES (?1, ?2, coalesce(?3, 1))
                    ON CONFLICT (user) DO UPDATE
                    SET accepts = coalesce(?2, accepts), shows_read = coalesce(?3, shows_read)
                    """,
                    [
                        .text(user.rawValue), change.accepts.map { .text($0.rawValue) } ?? .null,
                        change.showsRead.map { .integer($0 ? 1 : 0) } ?? .null,
                    ]
                )
            ])
        }
        return try await find(of: user)
    }

    /// From now on `user` takes no messages from `blocked`.
    func block(_ blocked: UserID, by user: UserID) async throws {
        guard blocked != user else { throw RequestError.badRequest("nobody blocks themselves") }
        let count = "SELECT count(*) FROM private_block WHERE user = ?1"
        guard
            try await store.read(Statement(count, [.text(user.rawValue)])).first?.first?.integer ?? 0
                < Self.blockLimit
        else {
            throw RequestError(
                code: "too_many_blocks",
                message: "A user blocks at most \(Self.blockLimit) others; unblock one first."
            )
        }
        let insertion = "INSERT OR IGNORE INTO private_block (user, blocked, at) VALUES (?1, ?2, ?3)"
        try await store.write([
            Statement(insertion, [.text(user.rawValue), .text(blocked.rawValue), .integer(Clock.now())])
        ])
    }

    /// Ends that.
    func unblock(_ blocked: UserID, by user: UserID) async throws {
        let deletion = "DELETE FROM private_block WHERE user = ?1 AND blocked = ?2"
        try await store.write([Statement(deletion, [.text(user.rawValue), .text(blocked.rawValue)])])
    }

    /// Whom `user` blocks, by name.
    func blocked(by user: UserID) async throws -> [UserID] {
        let query = "SELECT blocked FROM private_block WHERE user = ?1 ORDER BY blocked"
        return try await store.read(Statement(query, [.text(user.rawValue)]))
            .compactMap { $0.first?.text.map(UserID.init) }
    }

    /// Whether one of the two blocks the other.
    func areApart(_ one: UserID, _ other: UserID) async throws -> Bool {
        let query = """
            SELECT 1 FROM private_block WHERE (user = ?1 AND blocked = ?2) OR (user = ?2 AND blocked = ?1)
            """
        return try await !store.read(Statement(query, [.text(one.rawValue), .text(other.rawValue)])).isEmpty
    }
}

/// The time.
enum Clock {
    /// In milliseconds since 1970-01-01T00:00:00Z.
    static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1_000) }
}
