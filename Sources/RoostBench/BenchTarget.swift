/// The server that a benchmark loads.
package struct BenchTarget: Sendable, Equatable {
    /// The name or IPv4 address of the server.
    package let host: String
    /// The port that it listens on.
    package let port: Int

    /// The server at `url`, such as `http://127.0.0.1:8080`; port 80 where it names none.
    /// - Throws: `BenchError.badAddress` for anything but `http://HOST[:PORT]` with a name or an IPv4 address.
    package init(_ url: String) throws(BenchError) {
        let scheme = "http://"
        guard url.hasPrefix(scheme) else { throw .badAddress(url) }
        var authority = url.dropFirst(scheme.count)
        if authority.last == "/" { authority.removeLast() }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard let host = parts.first, !host.isEmpty, parts.count <= 2,
            !host.contains(where: { "/?#@[".contains($0) })
        else { throw .badAddress(url) }
        let port = parts.count == 2 ? Int(parts[1]) : 80
        guard let port, 1...65535 ~= port else { throw .badAddress(url) }
        self.host = String(host)
        self.port = port
    }

    /// The address as text.
    package var url: String { "http://\(host):\(port)" }

    /// Whether the server can only be on this machine: `localhost`, or an address of 127.0.0.0/8.
    package var isLoopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        // A name such as 127.0.0.1.example.org is no address, and may be anywhere.
        let isAddress = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || isAddress && parts[0] == "127"
    }
}
