import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Session: permits")
struct PermitTests {
    private let lobby = RoomID(rawValue: "lobby")
    private let den = RoomID(rawValue: "den")

    private func session(_ grants: [StoredGrant]) -> Session {
        Session(
            id: .random(),
            user: UserID(rawValue: "ada"),
            role: .member,
            expiresAt: .max,
            grants: GrantSet(grants)
        )
    }

    /// Stands for what takes a permit, such as a room.
    private func use(_ permit: consuming Permit<Join>) -> String { "\(permit.user) in \(permit.room)" }

    @Test("a member joins, reads and sends in every room, and lists them")
    func member() async throws {
        let session = try await Stage().authority.enter("ada").session
        #expect(use(try session.permit(.join, on: lobby)) == "ada in lobby")
        #expect(try session.permit(.read, on: den).room == den)
        #expect(try session.permit(.send, on: lobby).user == session.user)
        _ = try session.permit(.listRooms)
        #expect(session.rights(in: lobby) == [.join, .read, .send])
    }

    @Test("an administrator may do everything")
    func admin() async throws {
        let stage = try await Stage()
        _ = try await stage.authority.addUser(name: "ada", password: "correct horse", role: .admin)
        let token = try await stage.authority.signIn(name: "ada", password: "correct horse").token
        let session = try await stage.authority.authenticate(token: token)
        #expect(session.rights(in: den) == [.join, .read, .send, .invite, .moderate, .manage])
        _ = try session.permit(.listRooms)
    }

    @Test("a role without grants may do nothing, and the refusal names right and resource")
    func nothing() {
        let session = session([])
        #expect(throws: Denied(right: .join, resource: .room(lobby))) {
            _ = try session.permit(.join, on: lobby)
        }
        #expect(throws: Denied(right: .list, resource: .server)) { _ = try session.permit(.listRooms) }
        #expect(session.rights(in: lobby).isEmpty)
        let denied = Denied(right: .join, resource: .room(lobby))
        #expect(denied.code == "forbidden")
        #expect(denied.message.contains("join") && denied.message.contains("room:lobby"))
    }

    @Test(
        "a grant reaches as far as its pattern",
        arguments: [
            ("*", true, true, true), ("room:*", true, true, false), ("room:lobby", true, false, false),
            ("server", false, false, true), ("room:", false, false, false), ("rooms", false, false, false),
            ("room", false, false, false), ("", false, false, false), ("room:lob*", false, false, false),
        ]
    )
    func patterns(pattern: String, onLobby: Bool, onDen: Bool, onServer: Bool) {
        let grants = GrantSet([StoredGrant(right: "join", resource: pattern)])
        #expect(grants.allows(.join, on: .room(lobby)) == onLobby)
        #expect(grants.allows(.join, on: .room(den)) == onDen)
        #expect(grants.allows(.join, on: .server) == onServer)
        #expect(!grants.allows(.send, on: .room(lobby)))
    }

    @Test("a user's own grant counts beside those of the role")
    func ownGrant() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        #expect(!session.rights(in: lobby).contains(.moderate))
        try await stage.store.add(
            StoredGrant(right: "moderate", resource: "room:lobby"),
            to: session.user
        )
        let later = try await stage.authority.authenticate(token: token)
        #expect(later.rights(in: lobby).contains(.moderate))
        #expect(!later.rights(in: den).contains(.moderate))
        #expect(!session.rights(in: lobby).contains(.moderate))
    }
}
