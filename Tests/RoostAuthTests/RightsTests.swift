import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: rights")
struct RightsTests {
    private let stage: Stage
    private let lobby = RoomID(rawValue: "lobby")

    init() async throws {
        stage = try await Stage()
        _ = try await stage.authority.enter("ada")
    }

    private func session() async throws -> (token: String, Session) {
        let token = try await stage.authority.signIn(name: "ada", password: "correct horse").token
        return (token, try await stage.authority.authenticate(token: token))
    }

    @Test("a private room is hidden from whoever has no right there, whatever they have on public ones")
    func hidden() async throws {
        let den = try await stage.authority.addRoom("den", title: nil, isPrivate: true)
        #expect(den.isPrivate && !lobby.isPrivate && den.rawValue.hasPrefix("den~"))
        let (_, before) = try await session()
        let denied = #expect(throws: Denied.self) { _ = try before.permit(.join, on: den) }
        #expect(denied?.code == "not_found" && denied?.message == Denied.noSuchRoom)
        #expect(!before.sees(den) && before.sees(lobby))
        #expect(try await stage.authority.setRole("member", of: "ada", in: den) == 2)
        let (_, after) = try await session()
        #expect(after.rights(in: den) == [.join, .read, .send] && after.sees(den))
        let refused = #expect(throws: Denied.self) { _ = try after.permit(.administer) }
        #expect(refused?.code == "forbidden")
        try await stage.store.add(
            StoredGrant(right: "read", resource: "room:\(den)"),
            to: after.user
        )
        #expect(try await stage.authority.setRole(nil, of: "ada", in: den) == 3)
        #expect(try await !session().1.sees(den))
        await #expect(throws: AccountError.unknownGrant) {
            _ = try await stage.authority.setRole(nil, of: "ada", in: den)
        }
    }

    @Test("a grant counts until its end, and then the connection is cut with other rights")
    func end() async throws {
        let end = stage.clock.now() + 60_000
        let grant = try Grant(right: "moderate", resource: "room:lobby", endsAt: end)
        _ = try await stage.authority.give(grant, to: .user("Ada"))
        let (token, session) = try await session()
        #expect(session.rightsEndAt == end && session.rights(in: lobby).contains(.moderate))
        let live = try await stage.authority.connect(token: token, caller: Caller())
        try live.use()
        stage.clock.advance(seconds: 60)
        #expect(throws: SessionEnd.rightsChanged) { try live.use() }
        await stage.authority.live.expire()
        #expect(throws: SessionEnd.rightsChanged) { _ = try live.permit(.read, on: lobby) }
        let later = try await stage.authority.authenticate(token: token)
        #expect(later.rightsEndAt == .max && !later.rights(in: lobby).contains(.moderate))
        let why = try await stage.authority.explain("ada", right: "moderate", on: "room:lobby")
        #expect(!why.isAllowed && why.grants.isEmpty)
    }

    @Test("a grant covers what its patterns do, and private rooms only by name or as everything")
    func covers() {
        let all = GrantSet([StoredGrant(right: "*", resource: "*")])
        let rooms = GrantSet([StoredGrant(right: "send", resource: "room:*")])
        let lobby = GrantSet([StoredGrant(right: "send", resource: "room:lobby")])
        #expect(all.covers(right: "*", on: "*") && all.covers(right: "send", on: "room:den~x"))
        #expect(rooms.covers(right: "send", on: "room:*") && rooms.covers(right: "send", on: "room:den"))
        #expect(!all.covers(right: "read", on: "room:pm~~x") && !rooms.covers(right: "send", on: "*"))
        #expect(!rooms.covers(right: "send", on: "room:den~x") && !rooms.covers(right: "*", on: "room:*"))
        #expect(!lobby.covers(right: "send", on: "room:*") && !lobby.covers(right: "send", on: "server"))
    }

    @Test("a right is explained as it is: whoever is disabled may do nothing, whatever they were given")
    func explains() async throws {
        func why() async throws -> Explanation {
            try await stage.authority.explain("ada", right: "send", on: "room:lobby")
        }
        #expect(try await why().isAllowed)
        _ = try await stage.authority.disable("ada")
        let why = try await why()
        #expect(!why.isAllowed && why.isDisabled && why.grants.map(\.holder) == ["role:member"])
    }

    @Test(
        "the role of administrators cannot be changed, and roles of rooms alone have grants on 'room', and no others"
    )
    func holders() async throws {
        let cases: [(right: String, resource: String, holder: GrantHolder, code: String)] = [
            ("read", "room:lobby", .role("admin"), "forbidden"),
            ("read", "room:lobby", .roomRole("member"), "bad_request"),
            ("read", "room", .role("member"), "bad_request"), ("read", "room", .user("ada"), "bad_request"),
        ]
        for (right, resource, holder, code) in cases {
            let grant = try Grant(right: right, resource: resource)
            let given = await #expect(throws: AccountError.self) {
                _ = try await stage.authority.give(grant, to: holder)
            }
            let taken = await #expect(throws: AccountError.self) {
                _ = try await stage.authority.take(grant, from: holder)
            }
            #expect(given?.code == code && taken?.code == code)
        }
    }

    @Test("a room's name has a plain form, and a public one is given once")
    func names() async throws {
        for name in ["", "Den", "den~", "-den", "den den", String(repeating: "a", count: 65)] {
            await #expect(throws: AccountError.badRoomName) {
                _ = try await stage.authority.addRoom(name, title: nil, isPrivate: false)
            }
        }
        await #expect(throws: AccountError.roomTaken) {
            _ = try await stage.authority.addRoom("lobby", title: nil, isPrivate: false)
        }
        let first = try await stage.authority.addRoom("lobby", title: "Ours", isPrivate: true)
        #expect(try await stage.authority.addRoom("lobby", title: "Ours", isPrivate: true) != first)
    }
}
