internal import Crypto

/// A bearer token that its holder can narrow but not widen: an identifier and conditions, chained by HMAC-SHA256.
///
/// It is what libmacaroons and pymacaroons make, with first-party caveats only.
struct Macaroon: Hashable, Sendable {
    /// Where the token is for: a hint, which is not signed.
    let location: String
    /// What the token is about, such as a session's id.
    let identifier: [UInt8]
    /// The conditions, in the order in which they were added.
    private(set) var caveats: [[UInt8]]
    private(set) var signature: [UInt8]

    /// A macaroon as it was read; whether its signature holds is for `isSigned(by:)` to say.
    init(location: String, identifier: [UInt8], caveats: [[UInt8]], signature: [UInt8]) {
        self.location = location
        self.identifier = identifier
        self.caveats = caveats
        self.signature = signature
    }

    /// A macaroon without conditions.
    init(location: String, identifier: [UInt8], rootKey: SymmetricKey) {
        self.location = location
        self.identifier = identifier
        caveats = []
        signature = Array(Self.firstCode(of: identifier, rootKey: rootKey))
    }

    /// The macaroon with one more condition.
    ///
    /// No key is needed.
    /// - Throws: `MacaroonError.tooLarge` past 32 conditions, or where its bytes would exceed 4096.
    func narrowed(by caveat: String) throws(MacaroonError) -> Macaroon {
        let bytes = Array(caveat.utf8)
        var macaroon = self
        macaroon.caveats.append(bytes)
        macaroon.signature = Array(Self.code(of: bytes, key: SymmetricKey(data: signature)))
        guard macaroon.caveats.count <= Limits.caveats, macaroon.bytes.count <= Limits.macaroonBytes else {
            throw .tooLarge
        }
        return macaroon
    }

    /// Whether `rootKey` signed the identifier and every condition.
    ///
    /// The time taken tells nothing about how far off it is.
    func isSigned(by rootKey: SymmetricKey) -> Bool { blocks(signedBy: rootKey) != nil }

    /// The revocation ids of the macaroon without a condition and with each further one, where `rootKey` signed it.
    func blocks(signedBy rootKey: SymmetricKey) -> [String]? {
        var code = Self.firstCode(of: identifier, rootKey: rootKey)
        var blocks = [Self.revocationID(of: Array(code))]
        for caveat in caveats {
            code = Self.code(of: caveat, key: SymmetricKey(data: code))
            blocks.append(Self.revocationID(of: Array(code)))
        }
        return code == signature ? blocks : nil
    }

    /// The revocation id of what has this signature: 128 bits of its hash.
    ///
    /// Whoever reads the id, in a list or a log, learns nothing of the signature.
    static func revocationID(of signature: [UInt8]) -> String {
        Base64URL.encode(Array(SHA256.hash(data: signature).prefix(16)))
    }

    private static func firstCode(of identifier: [UInt8], rootKey: SymmetricKey) -> HMAC<SHA256>.MAC {
        // The key of the format's key derivation. HMAC fills it up with zeros, as the format asks.
        let generator = SymmetricKey(data: Array("macaroons-key-generator".utf8))
        let derived = rootKey.withUnsafeBytes { HMAC<SHA256>.authenticationCode(for: $0, using: generator) }
        return code(of: identifier, key: SymmetricKey(data: derived))
    }

    private static func code(of bytes: [UInt8], key: SymmetricKey) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: bytes, using: key)
    }
}
