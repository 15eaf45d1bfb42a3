import NIOCore
import Synchronization

/// The memory that the clients of one address may make a server hold, together.
package final class AddressBudget: Sendable {
    private let byteLimit: Int
    private let held = Atomic(0)
    private let forget: @Sendable () -> Void

    fileprivate init(byteLimit: Int, forget: @escaping @Sendable () -> Void) {
        self.byteLimit = byteLimit
        self.forget = forget
    }

    deinit { forget() }

    /// Holds `change` bytes more.
    /// - Returns: Whether that is within the limit.
    fileprivate func hold(_ change: Int) -> Bool {
        held.add(change, ordering: .relaxed).newValue <= byteLimit
    }
}

/// What one holder of bytes has of its address's budget; it goes back with the holder.
package struct Holding: ~Copyable {
    private let budget: AddressBudget?
    private var byteCount = 0

    /// Holds nothing yet; without a `budget`, as much as it likes.
    package init(_ budget: AddressBudget?) {
        self.budget = budget
    }

    deinit { _ = budget?.hold(-byteCount) }

    /// Holds `count` bytes in all.
    /// - Returns: Whether that is within the budget; less than before always is.
    package mutating func hold(_ count: Int) -> Bool {
        guard let budget, count != byteCount else { return true }
        let change = count - byteCount
        byteCount = count
        return budget.hold(change) || change < 0
    }
}

/// The budgets of all addresses from which there are clients.
final class AddressBudgets: Sendable {
    private struct Entry {
        weak var budget: AddressBudget?
    }

    private let byteLimit: Int
    private let proxies: Set<String>
    private let entries = Mutex<[String: Entry]>([:])

    /// Budgets of `byteLimit` bytes each; `proxies`, which speak for many clients, have none.
    init(byteLimit: Int, proxies: Set<String>) {
        self.byteLimit = byteLimit
        self.proxies = proxies
    }

    /// The budget of the clients at `address`; those of an IPv6 network of 64 bits share one.
    func budget(of address: SocketAddress?) -> AddressBudget? {
        guard let address, let text = address.ipAddress, !proxies.contains(text) else { return nil }
        let owner = address.protocol == .inet6 ? Self.network(of: address) : text
        return entries.withLock { entries in
            if let budget = entries[owner]?.budget { return budget }
            let budget = AddressBudget(byteLimit: byteLimit) { [weak self] in self?.forget(owner) }
            entries[owner] = Entry(budget: budget)
            return budget
        }
    }

    /// The first 64 bits of `address`, or all of an IPv4 address within an IPv6 one.
    private static func network(of address: SocketAddress) -> String {
        // In a `sockaddr_in6` the address follows family, port and flow information.
        let bytes = address.withSockAddr { Array(UnsafeRawBufferPointer(start: $0, count: $1)[8..<24]) }
        let isMappedIPv4 = bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return bytes.prefix(isMappedIPv4 ? 16 : 8).map { String($0, radix: 16) }.joined(separator: ".")
    }

    private func forget(_ owner: String) {
        entries.withLock { entries in
            if entries[owner]?.budget == nil { entries[owner] = nil }
        }
    }
}
