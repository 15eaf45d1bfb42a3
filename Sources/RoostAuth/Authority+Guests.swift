package import RoostKit
internal import RoostStore

// Guests have the rights of the role `guest` while they are connected; nothing of them is stored but what they say.
extension Authority {
    /// Whether guests are let in.
    package var takesGuests: Bool { guestDoor != nil }

    /// The guests who are connected, by name.
    package var guests: [Guest] { guestDoor?.guests ?? [] }

    /// A session for a connection of `caller` to stand on, as a guest whose name begins as `name`.
    package func connect(guest name: String, caller: Caller) async throws(GuestError) -> LiveSession {
        guard let guestDoor else { throw .off }
        let guest: Guest
        do {
            guest = Guest(user: try .guest(name), address: caller.address, since: now())
        } catch {
            throw .badName(error)
        }
        let place = try guestDoor.admit(guest)
        while true {
            let round = live.round
            // Whoever puts guests out takes their place first, and ends a round second.
            guard guestDoor.contains(guest.user) else { throw .ended }
            let session = try await session(of: guest)
            if let live = live.add(session, lastUsedAt: now(), since: round, place: place) { return live }
        }
    }

    /// Whether the guest `user` may do `right` on `resource`; nobody who is not connected may do anything.
    package func mayGuest(
        _ user: UserID,
        _ right: String,
        on resource: String
    ) async throws(AccountError) -> Bool {
        guard let guestDoor, guestDoor.contains(user) else { return false }
        do {
            return try await guestRights.granted(at: now()).set.covers(right: right, on: resource)
        } catch {
            throw .unavailable(error)
        }
    }

    /// Puts the guest `user` out.
    /// - Throws: `AccountError.unknownUser` where they are not connected.
    func end(guest user: UserID, by origin: Origin) async throws(AccountError) {
        guard let guestDoor, guestDoor.contains(user) else { throw .unknownUser }
        do {
            try await store.audit.add(entry("guest.end", "user:\(user)", by: origin))
        } catch {
            throw .unavailable(error)
        }
        _ = guestDoor.remove(user)
        await end([user.rawValue], of: user, .signedOut)
    }

    /// Has all guests come again, with the rights that the role `guest` gives then.
    func guestRightsChanged() async {
        guestRights.forget()
        await end(guests.map(\.user.rawValue), .rightsChanged)
    }

    private func session(of guest: Guest) async throws(GuestError) -> Session {
        do {
            let granted = try await guestRights.granted(at: guest.since)
            return Session(
                id: SessionID(rawValue: guest.user.rawValue),
                user: guest.user,
                role: .guest,
                expiresAt: guest.since + lifetime.absolute.milliseconds,
                rightsEndAt: granted.end,
                grants: granted.set,
                address: guest.address
            )
        } catch {
            throw .unavailable(error)
        }
    }
}
