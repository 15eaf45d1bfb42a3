/// A password's hash that another program made: of Argon2 or bcrypt, and not so dear that it would stop the server.
///
/// The next sign-in replaces it by one of our own.
package struct ForeignHash: Hashable, Sendable {
    /// The PHC or crypt string.
    package let text: String

    /// The hash in `text`.
    /// - Returns: `nil` unless it is an Argon2 PHC string of up to 1 GiB and 100 passes, or a bcrypt string of a cost up to 16.
    package init?(_ text: String) {
        guard text.utf8.count <= 512, Self.isArgon2(text) || Self.isBcrypt(text) else { return nil }
        self.text = text
    }

    /// Whether `password` is the one that `hash` was made of; `nil` where there is no memory to find out.
    static func verify(_ password: [UInt8], against hash: String) -> Bool? {
        hash.hasPrefix("$2") ? Bcrypt.verify(password, against: hash) : Argon2.verify(password, against: hash)
    }

    private static func isArgon2(_ text: String) -> Bool {
        // $argon2id$v=19$m=19456,t=2,p=1$salt$tag
        guard
            let match = text.wholeMatch(
                of:
                    /\$argon2(?:id|i|d)\$v=(?:16|19)\$m=(\d{1,8}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+\/]+\$[A-Za-z0-9+\/]+/
            ), let memory = Int(match.1), let passes = Int(match.2), let lanes = Int(match.3)
        else { return false }
        return 8...1_048_576 ~= memory && 1...100 ~= passes && 1...64 ~= lanes
    }

    private static func isBcrypt(_ text: String) -> Bool {
        guard let match = text.wholeMatch(of: /\$2[aby]\$(\d\d)\$[.\/A-Za-z0-9]{53}/), let cost = Int(match.1)
        else { return false }
        return 4...16 ~= cost
    }
}
