import RoostAuth
import Synchronization

/// The proxies whose word about a client's address counts.
final class TrustedProxies: Sendable {
    private let ranges: Mutex<[AddressRange]>

    init(ranges: [AddressRange]) {
        self.ranges = Mutex(ranges)
    }

    /// Trusts the proxies in `ranges` from now on, and no others.
    func replace(by ranges: [AddressRange]) {
        self.ranges.withLock { $0 = ranges }
    }

    /// The client behind `peer`, whose request says `forwardedFor` in the field `X-Forwarded-For`.
    ///
    /// Each proxy adds the address that it was asked from at the end, so the list is read from there, as far as it was
    /// written by trusted ones. What comes before could be anybody's invention.
    func client(of peer: ClientAddress, forwardedFor: String?) -> ClientAddress {
        var client = peer
        var hops = (forwardedFor ?? "").split(separator: ",")
        while isTrusted(client), let hop = hops.popLast() {
            guard let address = ClientAddress(hop.filter { !$0.isWhitespace }) else { break }
            client = address
        }
        return client
    }

    /// Whether `address` is a trusted proxy's.
    func isTrusted(_ address: ClientAddress) -> Bool {
        ranges.withLock { ranges in ranges.contains { $0.contains(address) } }
    }
}
