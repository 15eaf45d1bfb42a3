import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: narrowed tokens")
struct NarrowedTokenTests {
    private let stage: Stage
    private let token: String
    private let lobby = RoomID(rawValue: "lobby")
    private let den = RoomID(rawValue: "den")

    init() async throws {
        stage = try await Stage()
        token = try await stage.authority.enter("ada").token
    }

    private func narrowed(_ caveats: String...) throws -> String {
        try caveats.reduce(try Macaroon(text: token)) { try $0.narrowed(by: $1) }.text
    }

    @Test("a room and rights leave what is in both, and the refusal names the condition")
    func scope() async throws {
        let token = try narrowed("room = lobby", "rights = join,read,moderate")
        let session = try await stage.authority.authenticate(token: token)
        #expect(session.rights(in: lobby) == [.join, .read])
        #expect(session.rights(in: den).isEmpty)
        _ = try session.permit(.join, on: lobby)
        #expect(throws: Denied(right: .send, resource: .room(lobby), caveat: "rights = join,read,moderate")) {
            _ = try session.permit(.send, on: lobby)
        }
        #expect(throws: Denied(right: .join, resource: .room(den), caveat: "room = lobby")) {
            _ = try session.permit(.join, on: den)
        }
        #expect(throws: Denied.self) { _ = try session.permit(.listRooms) }
    }

    @Test("a second condition of a kind never widens the first")
    func twice() async throws {
        let token = try narrowed("room = lobby", "room = den,lobby", "rights = read", "rights = read,send")
        let session = try await stage.authority.authenticate(token: token)
        #expect(session.rights(in: lobby) == [.read])
        #expect(session.rights(in: den).isEmpty)
    }

    @Test("a connection has no more rights than its token")
    func connection() async throws {
        let token = try narrowed("rights = join,read")
        let live = try await stage.authority.connect(token: token, caller: Caller())
        _ = try live.permit(.join, on: lobby)
        #expect(throws: Denied.self) { _ = try live.permit(.send, on: lobby) }
    }

    @Test("each authentication and each connection is one use, and the uses of a block are its heirs', too")
    func uses() async throws {
        let authority = stage.authority
        let three = try narrowed("uses <= 3")
        let heir = try narrowed("uses <= 3", "rights = join")
        let single = try narrowed("uses <= 3", "uses <= 1")
        _ = try await authority.authenticate(token: three)
        let live = try await authority.connect(token: heir, caller: Caller())
        try live.use()
        try live.use()
        _ = try await authority.authenticate(token: single)
        for (spent, caveat) in [(three, "uses <= 3"), (heir, "uses <= 3"), (single, "uses <= 3")] {
            await #expect(throws: TokenError.unmet(caveat)) {
                _ = try await authority.authenticate(token: spent)
            }
        }
        _ = try await authority.authenticate(token: token)
        // Another process, or this one after a restart.
        let other = try await stage.other()
        await #expect(throws: TokenError.unmet("uses <= 3")) {
            _ = try await other.authenticate(token: three)
        }
    }

    @Test("a refusal by one count leaves the other as it is")
    func allOrNothing() async throws {
        let single = try narrowed("uses <= 2", "uses <= 1")
        _ = try await stage.authority.authenticate(token: single)
        for _ in 0..<3 {
            await #expect(throws: TokenError.unmet("uses <= 1")) {
                _ = try await stage.authority.authenticate(token: single)
            }
        }
        _ = try await stage.authority.authenticate(token: try narrowed("uses <= 2"))
    }

    @Test("of many who bring the last use at once, one gets it")
    func race() async throws {
        let single = try narrowed("uses <= 1")
        let authority = stage.authority
        let count = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do throws(TokenError) {
                        _ = try await authority.authenticate(token: single)
                        return true
                    } catch {
                        #expect(error == .unmet("uses <= 1"))
                        return false
                    }
                }
            }
            return await group.reduce(0) { $1 ? $0 + 1 : $0 }
        }
        #expect(count == 1)
    }

    @Test("no more than a thousand forms of a token are counted")
    func crowded() async throws {
        for number in 1...1000 {
            _ = try await stage.authority.authenticate(token: try narrowed("uses <= \(number)"))
        }
        await #expect(throws: TokenError.unmet("uses <= 1")) {
            _ = try await stage.authority.authenticate(token: try narrowed("uses <= 1"))
        }
        await #expect(throws: TokenError.crowded) {
            _ = try await stage.authority.authenticate(token: try narrowed("uses <= 2000"))
        }
    }

    @Test("an address must be of the network, and one that is not known is not")
    func address() async throws {
        let local = try narrowed("ip = 10.0.0.0/8")
        _ = try await stage.authority.authenticate(token: local, caller: Caller(address: "10.1.2.3"))
        for caller in [Caller(address: "11.1.2.3"), Caller()] {
            await #expect(throws: TokenError.unmet("ip = 10.0.0.0/8")) {
                _ = try await stage.authority.authenticate(token: local, caller: caller)
            }
        }
    }

    @Test(
        "a narrowed token is not that of a sign-in, whatever the condition",
        arguments: [
            "rights = join", "room = lobby", "expires < 2026-01-02T00:00:00Z", "uses <= 5",
        ]
    )
    func account(caveat: String) async throws {
        try await stage.authority.authenticate(token: token).requireSignIn()
        let session = try await stage.authority.authenticate(token: try narrowed(caveat))
        #expect(throws: NarrowedToken.self) { try session.requireSignIn() }
    }

    @Test(
        "a revoked token takes what was narrowed from it along, connected or not, and leaves what it came from"
    )
    func revoked() async throws {
        let authority = stage.authority
        let child = try narrowed("rights = join,read")
        let grandchild = try narrowed("rights = join,read", "room = lobby")
        let sibling = try narrowed("rights = join")
        let whole = try await authority.connect(token: token, caller: Caller())
        let lives = [
            try await authority.connect(token: child, caller: Caller()),
            try await authority.connect(token: grandchild, caller: Caller()),
        ]
        let other = try await authority.connect(token: sibling, caller: Caller())
        try await authority.revoke(token: child)
        for live in lives { #expect(throws: SessionEnd.signedOut) { try live.use() } }
        try whole.use()
        try other.use()
        for dead in [child, grandchild] {
            await #expect(throws: TokenError.ended) { _ = try await authority.authenticate(token: dead) }
        }
        _ = try await authority.authenticate(token: sibling)
        await #expect(throws: AccountError.unknownToken) { try await authority.revoke(token: "AgEF") }
    }

    @Test(
        "a form of a token that was counted is revoked as any other, and one of a session that is gone leaves nothing"
    )
    func revokedLater() async throws {
        let authority = stage.authority
        let counted = try narrowed("uses <= 5")
        let session = try await authority.authenticate(token: counted)
        try await authority.revoke(token: counted)
        await #expect(throws: TokenError.ended) { _ = try await authority.authenticate(token: counted) }
        try await authority.signOut(session)
        try await authority.revoke(token: try narrowed("uses <= 6"))
        #expect(try await stage.store.read(Statement("SELECT id FROM token_block")).isEmpty)
    }

    @Test("a token for one room does nothing with the server, and knows of no other private room")
    func oneRoom() async throws {
        let authority = stage.authority
        let den = try await authority.addRoom("den", title: nil, isPrivate: true)
        _ = try await authority.setRole("member", of: "ada", in: den)
        let whole = try await authority.authenticate(token: token)
        _ = try whole.permit(.createRooms)
        #expect(whole.privateRooms == .only([den]))
        let narrow = try await authority.connect(token: try narrowed("room = lobby"), caller: Caller())
        #expect(throws: Denied.self) { _ = try narrow.permit(.createRooms) }
        #expect(throws: Denied.self) { try narrow.require(.manage, on: .server) }
        #expect(throws: NarrowedToken.self) { try narrow.requireWhole() }
        #expect(narrow.session.privateRooms == .only([]))
    }

    @Test("a condition that the server adds cuts who is connected, and holds from then on")
    func added() async throws {
        let authority = stage.authority
        let live = try await authority.connect(token: token, caller: Caller())
        let id = live.session.id
        try await authority.narrowToken(id, by: "rights = join,read")
        #expect(throws: SessionEnd.rightsChanged) { try live.use() }
        let session = try await authority.authenticate(token: token)
        #expect(session.rights(in: lobby) == [.join, .read])
        #expect(throws: NarrowedToken.self) { try session.requireSignIn() }
        try await authority.narrowToken(id, by: "expires < 2026-01-02T00:00:00Z")
        stage.clock.advance(days: 1)
        await #expect(throws: TokenError.expired) { _ = try await authority.authenticate(token: token) }
        for text in ["mood = good", "uses <= 5", ""] {
            await #expect(throws: AccountError.badCaveat(text)) {
                try await authority.narrowToken(id, by: text)
            }
        }
        await #expect(throws: AccountError.unknownToken) {
            try await authority.narrowToken(.random(), by: "rights = join")
        }
    }

    @Test("the 33rd condition is refused, with what to do: by the server's own, and in a token")
    func bounds() async throws {
        let authority = stage.authority
        let id = try await authority.authenticate(token: token).id
        for number in 0..<32 { try await authority.narrowToken(id, by: "room = lobby,den\(number)") }
        try await authority.narrowToken(id, by: "room = lobby,den0")
        await #expect(throws: AccountError.tooManyCaveats) {
            try await authority.narrowToken(id, by: "rights = read")
        }
        #expect(AccountError.tooManyCaveats.message.contains("32"))

        var macaroon = try Macaroon(text: token)
        while macaroon.caveats.count < 32 { macaroon = try macaroon.narrowed(by: "rights = read") }
        let long = Macaroon(
            location: macaroon.location,
            identifier: macaroon.identifier,
            caveats: macaroon.caveats + [Array("rights = read".utf8)],
            signature: macaroon.signature
        )
        await #expect(throws: TokenError.tooLarge) { _ = try await authority.authenticate(token: long.text) }
        #expect(TokenError.tooLarge.message.contains("32"))
    }
}
