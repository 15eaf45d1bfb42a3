internal import Crypto

/// The token that a client gets at sign-in: a macaroon about one session.
struct SessionToken: Sendable {
    private static let location = "roost"

    private let rootKey: SymmetricKey

    init(rootKey: [UInt8]) {
        self.rootKey = SymmetricKey(data: rootKey)
    }

    /// A token for the session `id` that ends at `expiresAt`, in milliseconds since 1970-01-01T00:00:00Z.
    func issue(for id: SessionID, expiresAt: Int64) throws(MacaroonError) -> String {
        let macaroon = Macaroon(
            location: Self.location,
            identifier: Array(id.rawValue.utf8),
            rootKey: rootKey
        )
        return try macaroon.narrowed(by: Caveat.expires(before: expiresAt).text).text
    }

    /// The session that `token` is for, and the earliest end that its conditions set, where all of them hold at `now`.
    func check(_ token: String, at now: Int64) throws(TokenError) -> (id: SessionID, expiresAt: Int64) {
        let macaroon: Macaroon
        do {
            macaroon = try Macaroon(text: token)
        } catch {
            throw .malformed
        }
        guard macaroon.isSigned(by: rootKey) else { throw .forged }
        var expiresAt: Int64?
        for bytes in macaroon.caveats {
            switch Caveat(bytes) {
            case .expires(let time): expiresAt = min(time, expiresAt ?? time)
            case nil: throw .unknownCaveat(String(decoding: bytes.prefix(64), as: UTF8.self))
            }
        }
        // Every token is issued with an end, so one without is not ours.
        guard let expiresAt else { throw .malformed }
        guard now < expiresAt else { throw .expired }
        return (SessionID(rawValue: String(decoding: macaroon.identifier, as: UTF8.self)), expiresAt)
    }
}
