import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: tokens for programs")
struct PersonalTokenTests {
    private let stage: Stage
    private let ada: Session
    private let lobby = RoomID(rawValue: "lobby")

    init() async throws {
        stage = try await Stage()
        ada = try await stage.authority.enter("ada").session
    }

    private func order(days: Int = 100, rights: [Right]? = [.join, .read]) throws -> TokenOrder {
        try TokenOrder(name: "Bot", rights: rights, rooms: [lobby], lifetime: .seconds(days * 86_400))
    }

    @Test("a token gives what was ordered, until its end, and no idleness ends it")
    func lives() async throws {
        let (text, token) = try await stage.authority.createToken(try order(), by: ada)
        let live = try await stage.authority.connect(token: text, caller: Caller())
        let session = try await stage.authority.authenticate(token: text)
        #expect(session.rights(in: lobby) == [.join, .read])
        #expect(session.rights(in: RoomID(rawValue: "den")).isEmpty)
        #expect(throws: NarrowedToken.self) { try session.requireSignIn() }
        #expect(token.caveats == ["rights = join,read", "room = lobby"])
        stage.clock.advance(days: 99)
        await stage.authority.live.expire()
        try live.use()
        _ = try await stage.authority.authenticate(token: text)
        stage.clock.advance(days: 1)
        #expect(throws: SessionEnd.expired) { try live.use() }
        await #expect(throws: TokenError.expired) { _ = try await stage.authority.authenticate(token: text) }
        #expect(try await stage.authority.tokens(of: ada).isEmpty)
    }

    @Test("a token never has a right that its user lacks")
    func noWider() async throws {
        let text = try await stage.authority.createToken(try order(rights: [.manage]), by: ada).text
        #expect(try await stage.authority.authenticate(token: text).rights(in: lobby).isEmpty)
    }

    @Test("tokens and sign-ins are listed apart, and ending the other sign-ins leaves tokens")
    func lists() async throws {
        let (text, token) = try await stage.authority.createToken(try order(), by: ada)
        #expect(try await stage.authority.tokens(of: ada) == [token])
        #expect(try await stage.authority.sessions(of: ada).map(\.id) == [ada.id])
        #expect(try await stage.authority.endOtherSessions(by: ada) == 0)
        _ = try await stage.authority.authenticate(token: text)
    }

    @Test("a revoked token cuts its connection, and nobody revokes somebody else's")
    func revoked() async throws {
        let (text, token) = try await stage.authority.createToken(try order(), by: ada)
        let ben = try await stage.authority.enter("ben").session
        let live = try await stage.authority.connect(token: text, caller: Caller())
        for id in [token.id, ada.id] {
            await #expect(throws: AccountError.unknownToken) {
                try await stage.authority.revokeToken(id, by: ben)
            }
        }
        await #expect(throws: AccountError.unknownToken) {
            try await stage.authority.narrowToken(token.id, by: "rights = read", of: ben)
        }
        await #expect(throws: AccountError.unknownToken) {
            try await stage.authority.revokeToken(ada.id, by: ada)
        }
        try live.use()
        try await stage.authority.revokeToken(token.id, by: ada)
        #expect(throws: SessionEnd.signedOut) { try live.use() }
        await #expect(throws: TokenError.ended) { _ = try await stage.authority.authenticate(token: text) }
    }

    @Test("a new password ends the tokens, too")
    func password() async throws {
        let text = try await stage.authority.createToken(try order(), ofUser: "Ada").text
        _ = try await stage.authority.resetPassword(of: "ada", to: "another horse")
        await #expect(throws: TokenError.ended) { _ = try await stage.authority.authenticate(token: text) }
    }

    @Test("an order without scope, name or end is refused")
    func orders() {
        let day = Duration.seconds(86_400)
        #expect(throws: TokenOrderError.scope) {
            _ = try TokenOrder(name: "Bot", rights: nil, rooms: nil, lifetime: day)
        }
        for bad in [[], [""], ["a,b"], ["a b"]] {
            #expect(throws: TokenOrderError.scope) {
                _ = try TokenOrder(
                    name: "Bot",
                    rights: bad.map(Right.init(rawValue:)),
                    rooms: nil,
                    lifetime: day
                )
            }
        }
        #expect(throws: TokenOrderError.unknownRight(Right(rawValue: "sned"))) {
            _ = try TokenOrder(
                name: "Bot",
                rights: [.read, Right(rawValue: "sned")],
                rooms: nil,
                lifetime: day
            )
        }
        #expect(throws: TokenOrderError.name) {
            _ = try TokenOrder(name: " ", rights: [.read], rooms: nil, lifetime: day)
        }
        for lifetime in [.zero, .seconds(-1), day * 367] as [Duration] {
            #expect(throws: TokenOrderError.lifetime) {
                _ = try TokenOrder(name: "Bot", rights: [.read], rooms: nil, lifetime: lifetime)
            }
        }
    }

    @Test("the hundred-and-first token is refused, and a session that ended makes none")
    func bounds() async throws {
        for _ in 0..<100 { _ = try await stage.authority.createToken(try order(), by: ada) }
        await #expect(throws: TokenOrderError.tooMany) {
            _ = try await stage.authority.createToken(try order(), by: ada)
        }
        // Those that have ended do not count.
        stage.clock.advance(days: 100)
        _ = try await stage.authority.createToken(try order(), by: ada)
        let ben = try await stage.authority.enter("ben").session
        try await stage.authority.signOut(ben)
        await #expect(throws: TokenOrderError.tooMany) {
            _ = try await stage.authority.createToken(try order(), by: ben)
        }
        await #expect(throws: TokenOrderError.unknownUser) {
            _ = try await stage.authority.createToken(try order(), ofUser: "nobody")
        }
    }

    @Test(
        "a new key is used at once, earlier tokens hold through the grace, and who is connected comes again"
    )
    func rotation() async throws {
        let authority = stage.authority
        let old = try await authority.createToken(try order(), by: ada).text
        let live = try await authority.connect(token: old, caller: Caller())
        try await authority.rotateKey(grace: .seconds(86_400))
        #expect(throws: SessionEnd.rightsChanged) { try live.use() }
        let again = try await authority.connect(token: old, caller: Caller())
        let new = try await authority.createToken(try order(), by: ada).text
        stage.clock.advance(days: 1)
        #expect(throws: SessionEnd.expired) { try again.use() }
        let later = try await stage.other()
        for authority in [authority, later] {
            _ = try await authority.authenticate(token: new)
            await #expect(throws: TokenError.forged) { _ = try await authority.authenticate(token: old) }
        }
        try await authority.rotateKey(grace: .zero)
        await #expect(throws: TokenError.forged) { _ = try await authority.authenticate(token: new) }
    }
}
