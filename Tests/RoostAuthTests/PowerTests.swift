import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: nobody gives away what they lack")
struct PowerTests {
    private let stage: Stage
    private let authority: Authority

    init() async throws {
        stage = try await Stage()
        authority = stage.authority
        _ = try await authority.signUp(name: "ada", password: "correct horse")
        _ = try await authority.signUp(name: "ben", password: "correct horse")
    }

    private func session(_ caveats: String...) async throws -> Session {
        var token = try Macaroon(
            text: try await authority.signIn(name: "ada", password: "correct horse").token
        )
        for caveat in caveats { token = try token.narrowed(by: caveat) }
        return try await authority.authenticate(token: token.text)
    }

    @Test("who may do something until a time gives nobody more time than that, themselves included")
    func end() async throws {
        let end = stage.clock.now() + 60_000
        _ = try await authority.give(
            try Grant(right: "manage", resource: "server", endsAt: end),
            to: .user("ada")
        )
        let ada = try await session()
        for late in [nil, end + 1] {
            let grant = try Grant(right: "manage", resource: "server", endsAt: late)
            await #expect(throws: AccountError.beyondOwnRights) {
                try await authority.give(grant, to: .user("ada"), as: ada)
            }
        }
        let grant = try Grant(right: "manage", resource: "server", endsAt: end)
        try await authority.give(grant, to: .user("ben"), as: ada)
        // Taking gives nobody anything.
        try await authority.take(try Grant(right: "manage", resource: "server"), from: .user("ben"), as: ada)
    }

    @Test("nobody takes what they lack, or changes who may do more, until that has ended")
    func stronger() async throws {
        let ada = try await session()
        let moderate = try Grant(
            right: "moderate",
            resource: "room:lobby",
            endsAt: stage.clock.now() + 60_000
        )
        _ = try await authority.give(moderate, to: .user("ben"))
        await #expect(throws: AccountError.beyondOwnRights) {
            try await authority.take(moderate, from: .user("ben"), as: ada)
        }
        await #expect(throws: AccountError.beyondOwnRights) {
            try await authority.requirePower(of: ada, over: "ben")
        }
        stage.clock.advance(seconds: 60)
        try await authority.requirePower(of: ada, over: "ben")
    }

    @Test("what a role of rooms may do is changed by who may do that everywhere, also in private rooms")
    func roomRoles() async throws {
        let read = StoredGrant(right: "read", resource: "room")
        #expect(try await !session().covers(read))
        _ = try await authority.setRole(.admin, of: "ada")
        #expect(try await session().covers(read))
        // Of an administrator's token that was narrowed nothing is left that was not named.
        #expect(try await !session("rights = read,*").covers(StoredGrant(right: "*", resource: "room")))
    }

    @Test("a narrowed token gives no right that it lacks, and none elsewhere than it holds")
    func scope() async throws {
        let den = try await authority.addRoom("den", title: nil, isPrivate: false)
        _ = try await authority.setRole("owner", of: "ada", in: den)
        let manager = try await session("rights = manage,invite")
        await #expect(throws: AccountError.beyondOwnRights) {
            try await authority.setRole(
                "member",
                of: "ben",
                permit: try manager.permit(.manage, on: den),
                as: manager
            )
        }
        await #expect(throws: AccountError.beyondOwnRights) {
            _ = try await authority.invite("ben", permit: try manager.permit(.invite, on: den), as: manager)
        }
        for role in [nil, "member"] {
            await #expect(throws: AccountError.beyondOwnRights) {
                try await authority.setRole(
                    role,
                    of: "ada",
                    permit: try manager.permit(.manage, on: den),
                    as: manager
                )
            }
            await #expect(throws: AccountError.beyondOwnRights) {
                _ = try await authority.changeRole(
                    to: role,
                    of: "ada",
                    permit: try manager.permit(.manage, on: den),
                    as: manager
                )
            }
        }
        let wide = try await session("rights = manage,invite,join,read,send", "room = \(den)")
        #expect(!wide.covers(StoredGrant(right: "send", resource: "room:lobby")))
        #expect(!wide.covers(StoredGrant(right: "send", resource: "room:*")))
        #expect(!wide.covers(StoredGrant(right: "list", resource: "server")))
        _ = try await authority.invite("ben", permit: try wide.permit(.invite, on: den), as: wide)
        #expect(try await authority.role(of: UserID(rawValue: "ben"), in: den) == "member")
        await #expect(throws: AccountError.beyondOwnRights) {
            try await authority.setRole(
                "moderator",
                of: "ben",
                permit: try wide.permit(.manage, on: den),
                as: wide
            )
        }
    }

    @Test("who takes part in a conversation is administered as everybody else")
    func conversations() async throws {
        _ = try await authority.setRole(.admin, of: "ada")
        _ = try await authority.signUp(name: "cleo", password: "correct horse")
        func talk(_ names: String...) async throws -> StoredRoom {
            let members = Dictionary(uniqueKeysWithValues: names.map { (UserID(rawValue: $0), "member") })
            return try await authority.addRoom(
                "pm",
                title: "Talk",
                for: .participants,
                members: members,
                by: .command
            )
        }
        let (own, talk) = (try await talk("ada", "ben"), try await talk("ben", "cleo"))
        let ada = try await session()
        try await authority.requirePower(of: ada, over: "ben")
        #expect(ada.sees(own.id) && !ada.sees(talk.id) && ada.privateRooms == .all(besides: [own.id]))
        // An operator lets her listen, which is no module's affair.
        _ = try await authority.give(try Grant(right: "read", resource: "room:\(talk.id)"), to: .user("ada"))
        #expect(stage.facts.all(GrantChanged.self).isEmpty)
        #expect(try await authority.grants(ofUser: "ben").allSatisfy { !$0.grant.resource.contains("~~") })
        #expect(
            try await authority.rooms(after: nil, containing: nil, limit: 9).map(\.id.rawValue) == ["lobby"]
        )
        await #expect(throws: AccountError.unknownRoom) { try await authority.members(of: talk.id) }
    }
}
