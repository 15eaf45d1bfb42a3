/// The bounds of accounts and tokens, each with the reason for its number.
enum Limits {
    /// Bytes of a password: shorter ones are guessed, longer ones only make hashing slow.
    static let passwordBytes = 8...1024

    /// Characters of a name: it stands in lists and in the text of messages.
    static let nameLength = 1...32

    /// Passwords that may wait for a thread.
    ///
    /// At 35 ms each, the last of 64 waits about two seconds.
    static let waitingHashes = 64

    /// Bytes of a token, before base64: it travels in a header.
    static let macaroonBytes = 4096

    /// Caveats of a token: each costs one HMAC, and a person narrows a token a few times.
    static let caveats = 32

    /// Characters kept of what a program calls itself: browsers need about 120.
    static let programLength = 200
}
