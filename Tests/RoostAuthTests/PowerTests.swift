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
        let members = Dictionary(
            uniqueKeysWithValues: ["ada", "ben"].map { (UserID(rawValue: $0), "member") }
        )
        let talk = try await authority.addRoom(
            "pm",
            title: "Talk",
            for: .participants,
            members: members,
            by: .command
        )
        try await authority.requirePower(of: try await session(), over: "ben")
        #expect(try await authority.grants(ofUser: "ben").allSatisfy { !$0.grant.resource.contains("~~") })
        #expect(
            try await authority.rooms(after: nil, containing: nil, limit: 9).map(\.id.rawValue) == ["lobby"]
        )
        await #expect(throws: AccountError.unknownRoom) { try await authority.members(of: talk.id) }
    }
}
