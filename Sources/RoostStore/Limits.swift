/// The bounds of the store, each with the reason for its number.
enum Limits {
    /// Works that may wait for the writer.
    ///
    /// At 300 commits a second with hundreds of works each, these are a few seconds of work; whoever comes
    /// later is better told to retry.
    static let waitingWorks = 10_000

    /// Works in one transaction, so that a burst does not make its first caller wait for its last.
    static let worksPerTransaction = 1_000

    /// Sessions of one user.
    ///
    /// A program that signs in every minute must not fill the disk.
    static let sessionsPerUser = 100

    /// Tokens of one user for programs, and standing invitations by one user.
    ///
    /// These do not make room: what an earlier one was given to would fail without a word.
    static let tokensPerUser = 100

    /// Narrowed forms of one token that are counted or revoked: its holders make them, offline.
    static let blocksPerToken: Int64 = 1000

    /// Networks of one user that are remembered: home, work, a phone that moves.
    static let networksPerUser = 16

    /// Grants that have ended and are removed at once: a few milliseconds of the writer's time.
    static let endedGrants = 100

    /// Entries of the audit log that are removed at once, likewise.
    static let oldAuditEntries = 500

    /// Sessions that have expired and are removed at once, likewise.
    static let expiredSessions = 500

    /// Seconds that a statement waits for a lock of another process.
    static let lockSeconds = 5.0

    /// Rooms that a user belongs to: as many as one client may be in, and what one answer lists.
    static let roomsOfMember = 500

    /// Rooms that one user made: more than a person cares for, and a bound for what a program fills the disk with.
    static let roomsOfCreator = 200
}
