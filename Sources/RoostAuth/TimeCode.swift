internal import Crypto

/// The codes that an authenticator app shows: RFC 6238 with HMAC-SHA1, six digits, a new one every thirty seconds.
enum TimeCode {
    /// How long a code is shown, in milliseconds.
    private static let period: Int64 = 30_000

    /// Which code is shown at `time`, in milliseconds since 1970-01-01T00:00:00Z.
    static func step(at time: Int64) -> Int64 { time / period }

    /// The code of `secret` at `step`.
    static func text(secret: [UInt8], step: Int64, digitCount: Int = 6) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let tag = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret))
        )
        // The last four bits say which four bytes to take.
        let offset = Int(tag[tag.count - 1] & 15)
        let number = tag[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(String(number).suffix(digitCount))
        return String(repeating: "0", count: digitCount - digits.count) + digits
    }

    /// The step whose code `text` is: that of `time`, or one beside it for clocks that differ; `nil` where it is wrong.
    ///
    /// The time taken tells nothing about the right code.
    static func step(of text: String, secret: [UInt8], at time: Int64) -> Int64? {
        let now = step(at: time)
        return (now - 1...now + 1).filter { isSame(text, Self.text(secret: secret, step: $0)) }.last
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        guard one.utf8.count == other.utf8.count else { return false }
        return zip(one.utf8, other.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
