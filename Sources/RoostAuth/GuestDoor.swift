internal import RoostKit
internal import Synchronization

/// Lets guests in: so many at once, not too many one after the other, and knows who is in.
final class GuestDoor: Sendable {
    private struct State {
        var inside: [UserID: Guest] = [:]
        /// How many of them came from each network.
        var crowds: [String: Int] = [:]
        var arrivals = Backoff<String>(Limits.guestArrivals)
    }

    /// How many of one network may be in at once.
    private let perNetwork: Int
    private let state = Mutex(State())

    init(perNetwork: Int) {
        self.perNetwork = perNetwork
    }

    /// Who is in, by name.
    var guests: [Guest] {
        state.withLock { Array($0.inside.values) }.sorted { $0.user.rawValue < $1.user.rawValue }
    }

    /// Lets `guest` in, until the place is let go of.
    func admit(_ guest: Guest) throws(GuestError) -> GuestPlace {
        let network = guest.network
        let refusal = state.withLock { state -> GuestError? in
            let wait = state.arrivals.wait(of: network, at: guest.since)
            guard wait == 0 else { return .slowDown(retryAfter: BackoffRule.seconds(wait)) }
            guard state.inside.count < Limits.guests, state.crowds[network, default: 0] < perNetwork
            else { return .crowded }
            state.arrivals.add(network, at: guest.since)
            state.inside[guest.user] = guest
            state.crowds[network, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
        return GuestPlace(of: guest.user, in: self)
    }

    /// Whether `user` is in.
    func contains(_ user: UserID) -> Bool { state.withLock { $0.inside[user] != nil } }

    /// Puts `user` out; `false` where they are not in.
    func remove(_ user: UserID) -> Bool {
        state.withLock { state in
            guard let guest = state.inside.removeValue(forKey: user) else { return false }
            let network = guest.network
            let rest = state.crowds[network, default: 1] - 1
            state.crowds[network] = rest > 0 ? rest : nil
            return true
        }
    }
}

/// A guest's place, which is free again when nobody holds it any more.
final class GuestPlace: Sendable {
    private let user: UserID
    private let door: GuestDoor

    fileprivate init(of user: UserID, in door: GuestDoor) {
        self.user = user
        self.door = door
    }

    deinit {
        _ = door.remove(user)
    }
}
