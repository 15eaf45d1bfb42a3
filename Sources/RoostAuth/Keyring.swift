internal import Crypto
internal import RoostStore
internal import Synchronization

/// The keys that sign tokens: the newest signs, and those before it are believed until their grace ends.
final class Keyring: Sendable {
    private static let location = "roost"

    private struct Key {
        let key: SymmetricKey
        let endsAt: Int64?

        init(_ stored: StoredRootKey) {
            key = SymmetricKey(data: stored.bytes)
            endsAt = stored.endsAt
        }
    }

    private let keys: Mutex<[Key]>

    /// The keys `stored`, the newest first.
    init(_ stored: [StoredRootKey]) {
        keys = Mutex(stored.map(Key.init))
    }

    /// Takes `stored`, the newest first, in place of the keys so far.
    func replace(with stored: [StoredRootKey]) {
        keys.withLock { $0 = stored.map(Key.init) }
    }

    /// A token about `id` with `caveats`, and its revocation id.
    func issue(_ id: String, caveats: [Caveat]) throws(MacaroonError) -> (token: String, block: String) {
        guard let key = keys.withLock({ $0.first?.key }) else { throw .malformed }
        var macaroon = Macaroon(location: Self.location, identifier: Array(id.utf8), rootKey: key)
        for caveat in caveats { macaroon = try macaroon.narrowed(by: caveat.text) }
        return (macaroon.text, Macaroon.revocationID(of: macaroon.signature))
    }

    /// What `token` is, where a key signed it that is believed at `now`, and nothing in it is unknown or over.
    func verify(_ token: String, at now: Int64) throws(TokenError) -> VerifiedToken {
        let macaroon: Macaroon
        do {
            macaroon = try Macaroon(text: token)
        } catch {
            throw error == .tooLarge ? .tooLarge : .malformed
        }
        let (blocks, keyEnd) = try blocks(of: macaroon, at: now)
        var caveats: [Caveat] = []
        var expiresAt: Int64?
        for bytes in macaroon.caveats {
            guard let caveat = Caveat(bytes) else {
                throw .unknownCaveat(String(decoding: bytes.prefix(64), as: UTF8.self))
            }
            caveats.append(caveat)
            if case .expires(let time) = caveat { expiresAt = min(time, expiresAt ?? time) }
        }
        // Every token is issued with an end, so one without is not ours.
        guard let expiresAt else { throw .malformed }
        guard now < expiresAt else { throw .expired }
        return VerifiedToken(
            id: String(decoding: macaroon.identifier, as: UTF8.self),
            caveats: caveats,
            blocks: blocks,
            expiresAt: min(expiresAt, keyEnd),
            keyEndsAt: keyEnd
        )
    }

    private func blocks(
        of macaroon: Macaroon,
        at now: Int64
    ) throws(TokenError) -> (blocks: [String], keyEnd: Int64) {
        for key in keys.withLock(\.self) where now < key.endsAt ?? .max {
            if let blocks = macaroon.blocks(signedBy: key.key) { return (blocks, key.endsAt ?? .max) }
        }
        throw .forged
    }
}
