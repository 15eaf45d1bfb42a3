internal import Crypto

/// The one-time token that makes its bearer the first administrator: 128 random bits.
struct SetupToken {
    /// What goes into the printed link.
    let text: String

    /// The token that somebody brings.
    init(text: String) {
        self.text = text
    }

    /// A token that nobody can guess.
    static func random() -> SetupToken { SetupToken(text: Base64URL.encode(.random(count: 16))) }

    /// What is stored, so that the database does not give the token away.
    var digest: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
