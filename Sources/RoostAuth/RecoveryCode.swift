internal import Crypto

/// A code that stands in for an authenticator app once: 80 random bits.
struct RecoveryCode {
    private let symbols: String

    /// A code that nobody can guess.
    static func random() -> RecoveryCode { RecoveryCode(symbols: Base32.encode(.random(count: 10))) }

    /// The code that somebody typed, with or without dashes, in upper or lower case.
    init(typed: String) {
        symbols = typed.uppercased().filter { $0 != "-" && $0 != " " }
    }

    private init(symbols: String) {
        self.symbols = symbols
    }

    /// What a person keeps: four groups of four.
    var text: String {
        let symbols = Array(symbols.lowercased())
        return stride(from: 0, to: symbols.count, by: 4)
            .map { String(symbols[$0..<min($0 + 4, symbols.count)]) }
            .joined(separator: "-")
    }

    /// What is stored, so that the database does not give the code away.
    var digest: [UInt8] { Array(SHA256.hash(data: Array(symbols.utf8))) }
}
