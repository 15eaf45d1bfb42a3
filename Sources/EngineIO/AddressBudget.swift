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

    /// Takes `count` bytes, all or none.
    fileprivate func take(_ count: Int) -> Bool {
        var known = held.load(ordering: .relaxed)
        while known + count <= byteLimit {
            let (isDone, now) = held.weakCompareExchange(
                expected: known,
                desired: known + count,
                ordering: .relaxed
            )
            if isDone { return true }
            known = now
        }
        return false
    }

    fileprivate func giveBack(_ count: Int) {
        held.subtract(count, ordering: .relaxed)
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

    deinit { budget?.giveBack(byteCount) }

    /// Holds `count` bytes in all.
    /// - Returns: False where the budget has not so much left, and what is held is what it was.
    package mutating func hold(_ count: Int) -> Bool {
        guard let budget, count != byteCount else { return true }
        if count > byteCount {
            guard budget.take(count - byteCount) else { return false }
        } else {
            budget.giveBack(byteCount - count)
        }
        byteCount = count
        return true
    }
}

/// The budgets of all addresses from which there are clients.
final class AddressBudgets: Sendable {
    private struct Entry {
        weak var budget: AddressBudget?
    }

    private let byteLimit: Int
    private let isProxy: @Sendable (String) -> Bool
    private let entries = Mutex<[String: Entry]>([:])

    /// Budgets of `byteLimit` bytes each; proxies, which speak for many clients, have none.
    init(byteLimit: Int, isProxy: @escaping @Sendable (String) -> Bool) {
        self.byteLimit = byteLimit
        self.isProxy = isProxy
    }

    /// The budget of the clients at `address`; those of an IPv6 network of 64 bits share one.
    func budget(of address: SocketAddress?) -> AddressBudget? {
        guard let address, let text = address.ipAddress, !isProxy(text) else { return nil }
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
        // What was found is let go outside the lock: as the last one to hold it, this would be called within.
        _ = entries.withLock { entries in
            let budget = entries[owner]?.budget
            if budget == nil { entries[owner] = nil }
            return budget
        }
    }
}
