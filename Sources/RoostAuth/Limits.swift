/// The bounds of accounts and tokens, each with the reason for its number.
enum Limits {
    /// Bytes of a password: shorter ones are guessed, longer ones only make hashing slow.
    static let passwordBytes = 8...1024

    /// Characters of a name: it stands in lists and in the text of messages.
    static let nameLength = 1...32

    /// Characters of a display name: it stands in lists, too, and people have longer names than accounts do.
    static let displayNameLength = 1...64

    /// Bytes of a display name: a character may pile up marks.
    static let displayNameBytes = 256

    /// Passwords that may wait for a thread.
    ///
    /// At 35 ms each, the last of 64 waits about two seconds.
    static let waitingHashes = 64

    /// How far hashing threads stand back, from 0 to 19: at 5 they have a quarter of a core for which others compete.
    static let hashingNiceness: Int32 = 5

    /// Seconds after which whoever found the queue full comes again.
    ///
    /// It has moved on by then, and not all come at the same time.
    static var busyRetry: Int { .random(in: 2...6) }

    /// Failures with one account from one network: five typing errors, then doubling waits up to five minutes.
    static let failuresOfPair = BackoffRule(
        freeCount: 5,
        cap: 5 * minute,
        forgetting: 15 * minute,
        keyLimit: 20_000
    )

    /// Failures with one account from networks that are strange to it.
    ///
    /// The cap leaves guessers 2,880 tries a day, from however many addresses. It is low, since the wait also meets an
    /// owner who comes from a new place.
    static let failuresOfUser = BackoffRule(
        freeCount: 10,
        cap: minute / 2,
        forgetting: 5 * minute,
        keyLimit: 20_000
    )

    /// Failures from one network, with whichever accounts: an office behind one address mistypes more than a person.
    static let failuresOfNetwork = BackoffRule(
        freeCount: 20,
        cap: 5 * minute,
        forgetting: minute,
        keyLimit: 20_000
    )

    /// Wrong codes of a second factor, after the right password.
    ///
    /// No stranger gets this far, so the cap can be high: at one try an hour, hitting one of the three codes that
    /// hold takes decades.
    static let failuresOfCodes = BackoffRule(
        freeCount: 5,
        cap: 60 * minute,
        forgetting: 60 * minute,
        keyLimit: 20_000
    )

    private static let minute: Int64 = 60_000

    /// Recovery codes of a second factor: enough for years, and they fit on a slip of paper.
    static let recoveryCodes = 10

    /// Bytes of a token, before base64: it travels in a header.
    static let macaroonBytes = 4096

    /// Caveats of a token: each costs one HMAC, and a person narrows a token a few times.
    static let caveats = 32

    /// How long a token for a program or an invitation lasts at most: somebody looks at it once a year.
    static let tokenLifetime: Duration = .seconds(366 * 86_400)

    /// How often an invitation can be used: more is an open server.
    static let invitationUses: ClosedRange<Int64> = 1...10_000

    /// How long a link to set a password lasts: it is sent by mail or chat, and who forgot the password waits for it.
    static let resetLifetime: Duration = .seconds(86_400)

    /// Characters of a room's name: it stands in lists and links.
    static let roomNameLength = 64

    /// Characters of a private room's id that nobody guesses: six bits each.
    static let roomSecretLength = 16

    /// Characters of a room's title: a line on a narrow screen, and some more.
    static let roomTitleLength = 128

    /// Bytes of a room's title: a character may pile up marks.
    static let roomTitleBytes = 512

    /// Characters of a room's topic: two or three sentences.
    static let roomTopicLength = 512

    /// Bytes of a room's topic, likewise.
    static let roomTopicBytes = 2048

    /// How long a grant that ends lasts: ten years is for ever, and no sum of times overflows.
    static let grantSeconds: ClosedRange<Int64> = 1...(3_653 * 86_400)

    /// Guests at once: a public event; more is a flood.
    static let guests = 1_000

    /// Guests that come from one network, one after the other: a page that is loaded again makes a new one.
    static let guestArrivals = BackoffRule(
        freeCount: 30,
        cap: minute,
        forgetting: minute / 12,
        keyLimit: 20_000
    )

    /// Accounts made from one network, one after the other: a class that begins together; each is there for good.
    static let signUps = BackoffRule(
        freeCount: 30,
        cap: 5 * minute,
        forgetting: minute,
        keyLimit: 20_000
    )

    /// Entries of the audit log in one answer: what a person looks through.
    static let auditEntries = 1_000

    /// Characters kept of what a program calls itself: browsers need about 120.
    static let programLength = 200
}
