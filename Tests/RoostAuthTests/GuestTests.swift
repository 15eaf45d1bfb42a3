import RoostKit
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: guests")
struct GuestTests {
    private let stage: Stage
    private let authority: Authority
    private let lobby = RoomID(rawValue: "lobby")

    init() async throws {
        stage = try await Stage()
        authority = try await stage.other(guestsPerNetwork: 3)
    }

    private func caller(_ address: String) -> Caller { Caller(address: address) }

    @Test(
        "a guest has the few rights of the role, under a name that no account can have and nobody has again"
    )
    func enter() async throws {
        let ada = try await authority.connect(guest: "Ada", caller: Caller())
        let again = try await authority.connect(guest: "ada", caller: Caller())
        #expect(ada.session.user.rawValue.hasPrefix("guest:ada-") && ada.session.user != again.session.user)
        #expect(throws: UserNameError.self) { try UserName.normalized(ada.session.user.rawValue) }
        #expect(ada.session.rights(in: lobby) == [.join, .read, .send] && ada.session.role == .guest)
        #expect(ada.session.rights(in: RoomID(rawValue: "other")).isEmpty)
        #expect(throws: Denied.self) { _ = try ada.session.permit(.administer) }
        #expect(throws: NarrowedToken.self) { try ada.requireWhole() }
        #expect(
            authority.guests.map(\.user)
                == [ada, again].map(\.session.user).sorted { $0.rawValue < $1.rawValue }
        )
    }

    @Test(
        "a guest's rights are those of the role while they are connected, for whoever asks about them by name"
    )
    func may() async throws {
        let live = try await authority.connect(guest: "Ada", caller: Caller())
        let ada = live.session.user
        #expect(try await authority.mayGuest(ada, "send", on: "room:lobby"))
        #expect(try await !authority.mayGuest(ada, "moderate", on: "room:lobby"))
        #expect(try await !authority.mayGuest(ada, "send", on: "room:other"))
        let gone = UserID(rawValue: "guest:ben-aaaaaaa")
        #expect(try await !authority.mayGuest(gone, "send", on: "room:lobby"))
        // Who holds it is connected.
        #expect(live.session.role == .guest)
    }

    @Test("where guests are off nobody comes in as one, nor with a name that speaks for the server")
    func refused() async throws {
        await #expect(throws: GuestError.off) {
            _ = try await stage.authority.connect(guest: "ada", caller: Caller())
        }
        for (name, error) in [("admin", UserNameError.reserved), ("", .length), ("a:b", .character)] {
            await #expect(throws: GuestError.badName(error)) {
                _ = try await authority.connect(guest: name, caller: Caller())
            }
        }
        #expect(authority.guests.isEmpty)
    }

    @Test("so many come in from one network at once, and a place is free again when its guest has gone")
    func perNetwork() async throws {
        var inside: [LiveSession] = []
        for host in 1...3 {
            inside.append(try await authority.connect(guest: "ada", caller: caller("2001:db8::\(host)")))
        }
        await #expect(throws: GuestError.crowded) {
            _ = try await authority.connect(guest: "ada", caller: caller("2001:db8::4"))
        }
        let other = try await authority.connect(guest: "ada", caller: caller("2001:db8:0:1::1"))
        inside.removeLast()
        inside.append(try await authority.connect(guest: "ada", caller: caller("2001:db8::4")))
        #expect(authority.guests.count == 4 && other.session.user.isGuest)
    }

    @Test("a thousand are in at once, wherever they come from")
    func crowd() throws {
        let door = GuestDoor(perNetwork: 3)
        func admit(_ number: Int) throws -> GuestPlace {
            let address = "10.0.\(number / 256).\(number % 256)"
            return try door.admit(Guest(user: UserID(rawValue: "\(number)"), address: address, since: 0))
        }
        var places = try (0..<1_000).map(admit)
        #expect(throws: GuestError.crowded) { _ = try admit(1_000) }
        places.removeLast()
        places.append(try admit(1_000))
        #expect(door.guests.count == places.count)
    }

    @Test("who comes again and again waits, and others do not")
    func arrivals() async throws {
        for _ in 0..<Limits.guestArrivals.freeCount {
            _ = try await authority.connect(guest: "ada", caller: caller("203.0.113.7"))
        }
        await #expect(throws: GuestError.slowDown(retryAfter: 1)) {
            _ = try await authority.connect(guest: "ada", caller: caller("203.0.113.7"))
        }
        _ = try await authority.connect(guest: "ada", caller: caller("203.0.113.8"))
        stage.clock.advance(seconds: 1)
        _ = try await authority.connect(guest: "ada", caller: caller("203.0.113.7"))
    }

    @Test("who is put out is reached, is in the log, and does nothing more")
    func putOut() async throws {
        let ada = try await authority.connect(guest: "ada", caller: Caller())
        let end = End()
        try ada.whenEnded { await end.set($0) }
        #expect(try await authority.endSessions(ofUser: ada.session.user.rawValue) == 1)
        #expect(await end.value == .signedOut)
        #expect(throws: SessionEnd.signedOut) { try ada.use() }
        #expect(throws: SessionEnd.signedOut) { _ = try ada.permit(.send, on: lobby) }
        #expect(authority.guests.isEmpty)
        let entry = try await authority.audit(limit: 1).first
        #expect(entry?.action == "guest.end" && entry?.target == "user:\(ada.session.user)")
        await #expect(throws: AccountError.unknownUser) {
            _ = try await authority.endSessions(ofUser: ada.session.user.rawValue)
        }
    }

    @Test("a change of the role reaches guests who are connected, and counts when they come again")
    func rightsChange() async throws {
        let ada = try await authority.connect(guest: "ada", caller: Caller())
        let grant = try Grant(right: "send", resource: "room:lobby")
        _ = try await authority.take(grant, from: .role("guest"))
        #expect(throws: SessionEnd.rightsChanged) { try ada.use() }
        let again = try await authority.connect(guest: "ada", caller: Caller())
        #expect(again.session.rights(in: lobby) == [.join, .read])
    }

    @Test("a guest who comes after a room was deleted has no right in another one of that name")
    func deletedRoom() async throws {
        let ada = try await authority.connect(guest: "ada", caller: Caller())
        #expect(ada.session.rights(in: lobby) == [.join, .read, .send])
        try await authority.deleteRoom(lobby)
        let ben = try await authority.connect(guest: "ben", caller: Caller())
        #expect(ben.session.rights(in: lobby).isEmpty)
    }

    @Test("a right that a new module gives guests is had by whoever is connected and whoever comes")
    func moduleRight() async throws {
        let ada = try await authority.connect(guest: "ada", caller: Caller())
        let right = Right(rawValue: "games.play")
        try await authority.declare([.server(right, "Play.", roles: ["guest"])])
        #expect(ada.allows(right, on: .server))
        let ben = try await authority.connect(guest: "ben", caller: Caller())
        #expect(ben.allows(right, on: .server))
    }

    @Test("a grant to guests that has ended by the time one comes is none")
    func endedGrant() async throws {
        let grant = try authority.grant("create", on: "server", for: 60)
        _ = try await authority.give(grant, to: .role("guest"))
        let ada = try await authority.connect(guest: "ada", caller: Caller())
        #expect(ada.allows(.create, on: .server))
        stage.clock.advance(seconds: 61)
        #expect(throws: SessionEnd.rightsChanged) { try ada.use() }
        let ben = try await authority.connect(guest: "ben", caller: Caller())
        #expect(!ben.allows(.create, on: .server))
    }

    @Test("nobody with an account is given the role, and no guest is given anything")
    func fixed() async throws {
        _ = try await authority.enter("ben")
        await #expect(throws: AccountError.unknownRole(.guest)) {
            _ = try await authority.setRole(.guest, of: "ben")
        }
        let ada = try await authority.connect(guest: "ada", caller: Caller())
        await #expect(throws: AccountError.unknownUser) {
            let grant = try Grant(right: "moderate", resource: "room:lobby")
            _ = try await authority.give(grant, to: .user(ada.session.user.rawValue))
        }
    }

    private actor End {
        var value: SessionEnd?

        func set(_ end: SessionEnd) { value = end }
    }
}
