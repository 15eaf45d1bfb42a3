internal import RoostKit

/// Where the latest guests came from.
struct GuestBook: Sendable {
    /// More guests than a server lets in at a time.
    private static let limit = 10_000

    private(set) var addresses: [UserID: String] = [:]
    private var order: [UserID] = []

    /// Remembers `guest`, whose name is never given again.
    mutating func note(_ guest: UserID, at address: String) {
        if addresses.updateValue(address, forKey: guest) == nil { order.append(guest) }
        guard order.count > 2 * Self.limit else { return }
        for guest in order.prefix(Self.limit) { addresses[guest] = nil }
        order.removeFirst(Self.limit)
    }
}

extension Standing {
    /// What keeps `asker` out of `room`, or off the server where that is `nil`: of them, or of a guest's address.
    func ban(of asker: Asker, in room: RoomID?, at now: Int64) -> Action? {
        let address = asker.isGuest ? asker.address.map { "@\($0)" } : nil
        for target in [asker.user.rawValue, address].compactMap(\.self) {
            let ban = room.map { here(.ban, $0, target, at: now) } ?? action(.ban, nil, target, at: now)
            if let ban { return ban }
        }
        return nil
    }
}
