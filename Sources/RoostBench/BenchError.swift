/// Why a benchmark could not begin.
package enum BenchError: Error, Equatable, CustomStringConvertible {
    /// The address is not one of `http://HOST[:PORT]`.
    case badAddress(String)
    /// Nobody answers at the address.
    case unreachable(String, reason: String)
    /// The server does not let the user in, or refuses what the benchmark has to do.
    case refused(code: String, message: String)
    /// The process may not open as many files as there are connections.
    case tooFewDescriptors(needed: Int, allowed: Int)

    /// One line that says what to do.
    package var description: String {
        switch self {
        case .badAddress(let text):
            "'\(text)' is no address: give http://HOST:PORT with a name or an IPv4 address"
        case .unreachable(let url, let reason):
            "no server answers at \(url): \(reason)"
        case .refused(let code, let message):
            "the server refuses: \(message) (\(code))"
        case .tooFewDescriptors(let needed, let allowed):
            "this needs \(needed) open files, and \(allowed) are allowed: "
                + "raise the hard limit (ulimit -Hn) or take fewer --connections"
        }
    }

    /// A stable name in lower case: the server's own where it refuses.
    package var code: String {
        switch self {
        case .badAddress: "usage"
        case .unreachable: "unreachable"
        case .refused(let code, _): code
        case .tooFewDescriptors: "too_few_descriptors"
        }
    }
}
