internal import Glibc

/// The internet address that a client comes from.
package struct ClientAddress: Hashable, Sendable {
    /// 4 bytes of IPv4, or 16 of IPv6.
    let bytes: [UInt8]

    /// This machine: where commands and tests come from.
    package static let loopback = ClientAddress(bytes: [127, 0, 0, 1])

    /// The address that `text` is, as in `203.0.113.7` or `2001:db8::7`; `nil` where it is none.
    ///
    /// IPv4 in IPv6 is IPv4, so that nobody has two addresses. A zone (`%eth0`) is dropped.
    package init?(_ text: String) {
        let address = text.utf8.firstIndex(of: UInt8(ascii: "%")).map { String(text[..<$0]) } ?? text
        if let bytes = Self.parsed(address, AF_INET, byteCount: 4) {
            self.init(bytes: bytes)
        } else if let bytes = Self.parsed(address, AF_INET6, byteCount: 16) {
            let isMapped = bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
            self.init(bytes: isMapped ? Array(bytes.suffix(4)) : bytes)
        } else {
            return nil
        }
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// What one customer has: the address itself, or the 64 leading bits of an IPv6 address.
    var network: String {
        guard bytes.count == 16 else { return text }
        let groups = (0..<4).map { String(Int(bytes[2 * $0]) << 8 | Int(bytes[2 * $0 + 1]), radix: 16) }
        return groups.joined(separator: ":") + "::/64"
    }

    /// The address as people write it.
    package var text: String {
        String(unsafeUninitializedCapacity: Int(INET6_ADDRSTRLEN)) { text in
            text.withMemoryRebound(to: CChar.self) { text in
                let family = bytes.count == 4 ? AF_INET : AF_INET6
                inet_ntop(family, bytes, text.baseAddress, socklen_t(text.count))
                return text.baseAddress.map { strlen($0) } ?? 0
            }
        }
    }

    private static func parsed(_ text: String, _ family: Int32, byteCount: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        return text.withCString { inet_pton(family, $0, &bytes) } == 1 ? bytes : nil
    }
}
