import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: signing in")
struct SignInTests {
    @Test("the right password gets a token that authenticates")
    func signsIn() async throws {
        let stage = try await Stage()
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse")
        let (token, account) = try await stage.authority.signIn(name: "Ada", password: "correct horse")
        #expect(account == Account(user: UserID(rawValue: "ada"), role: .member))
        let session = try await stage.authority.authenticate(token: token)
        #expect(session.account == account)
        #expect(session.id.rawValue.count == 22)
    }

    @Test(
        "a wrong password, an unknown name and a name that cannot be one get one answer for one hash",
        arguments: [("ada", "wrong horse"), ("nobody", "correct horse"), ("no name!", "correct horse")]
    )
    func wrong(name: String, password: String) async throws {
        let stage = try await Stage()
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse")
        let before = stage.hasher.hashCount
        await #expect(throws: SignInError.wrongCredentials) {
            _ = try await stage.authority.signIn(name: name, password: password)
        }
        #expect(stage.hasher.hashCount - before == 1)
    }

    @Test(
        "a password that nobody can have is wrong, whether the name is known or not",
        arguments: ["ada", "nobody"]
    )
    func impossible(name: String) async throws {
        let stage = try await Stage()
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse")
        let before = stage.hasher.hashCount
        for password in ["", "short", String(repeating: "x", count: 100_000)] {
            await #expect(throws: SignInError.wrongCredentials) {
                _ = try await stage.authority.signIn(name: name, password: password)
            }
        }
        #expect(stage.hasher.hashCount == before)
    }

    @Test("a disabled user is answered as a wrong password is, and their session has ended")
    func disabled() async throws {
        let stage = try await Stage()
        let (token, _) = try await stage.authority.enter("ada")
        try await stage.store.commit([Statement("UPDATE user SET disabled = 1 WHERE name = 'ada'")])
        func signIn() async throws {
            _ = try await stage.authority.signIn(name: "ada", password: "correct horse")
        }
        // Also in that the right password counts as a guess.
        for _ in 0..<5 { await #expect(throws: SignInError.wrongCredentials) { try await signIn() } }
        await #expect(throws: SignInError.slowDown(retryAfter: 1)) { try await signIn() }
        await #expect(throws: TokenError.ended) { try await stage.authority.authenticate(token: token) }
    }

    @Test("signing in brings an old hash to today's cost, once")
    func rehashes() async throws {
        let stage = try await Stage()
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse")
        let dearer = PasswordHasher(cost: .cheap(passes: 2), threadCount: 1)
        let authority = try await stage.other(hasher: dearer)
        _ = try await authority.signIn(name: "ada", password: "correct horse")
        #expect(dearer.hashCount == 2)
        let user = try #require(try await stage.store.users.find(UserID(rawValue: "ada")))
        #expect(!dearer.needsRehash(user.password))
        _ = try await authority.signIn(name: "ada", password: "correct horse")
        #expect(dearer.hashCount == 3)
    }

    @Test("a full hasher is busy, not wrong")
    func busy() async throws {
        let stage = try await Stage()
        let full = PasswordHasher(cost: .cheap(), threadCount: 1, waitingLimit: -1)
        let authority = try await stage.other(hasher: full)
        await #expect(throws: SignInError.busy) {
            _ = try await authority.signIn(name: "ada", password: "correct horse")
        }
        await #expect(throws: SignUpError.badPassword(.busy)) {
            _ = try await authority.signUp(name: "ada", password: "correct horse")
        }
    }

    @Test("signing out ends one session and no other")
    func signsOut() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        let other = try await stage.authority.signIn(name: "ada", password: "correct horse").token
        try await stage.authority.signOut(session)
        await #expect(throws: TokenError.ended) { try await stage.authority.authenticate(token: token) }
        #expect(try await stage.authority.authenticate(token: other).user == session.user)
    }

    @Test("a session ends by itself after thirty days")
    func expires() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        #expect(session.expiresAt == stage.clock.now() + 30 * 86_400_000)
        for days: Int64 in [10, 10, 9] {
            stage.clock.advance(days: days)
            _ = try await stage.authority.authenticate(token: token)
        }
        stage.clock.advance(days: 1)
        await #expect(throws: TokenError.expired) { try await stage.authority.authenticate(token: token) }
    }

    @Test("a session that is not used for fourteen days ends")
    func idles() async throws {
        let stage = try await Stage()
        let (token, _) = try await stage.authority.enter("ada")
        stage.clock.advance(days: 13)
        _ = try await stage.authority.authenticate(token: token)
        stage.clock.advance(days: 13)
        _ = try await stage.authority.authenticate(token: token)
        stage.clock.advance(days: 14)
        await #expect(throws: TokenError.expired) { try await stage.authority.authenticate(token: token) }
    }

    @Test("a token that its holder narrowed ends earlier, and one with an unknown condition opens nothing")
    func narrowed() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        let macaroon = try Macaroon(text: token)
        let short = try macaroon.narrowed(by: "expires < 2026-01-02T00:00:00Z").text
        let narrow = try await stage.authority.authenticate(token: short)
        #expect(narrow.id == session.id)
        #expect(narrow.expiresAt == stage.clock.now() + 86_400_000)
        let unknown = try macaroon.narrowed(by: "mood = good").text
        await #expect(throws: TokenError.unknownCaveat("mood = good")) {
            try await stage.authority.authenticate(token: unknown)
        }
        stage.clock.advance(days: 1)
        await #expect(throws: TokenError.expired) { try await stage.authority.authenticate(token: short) }
    }

    @Test("tokens hold across restarts, and those of another server do not")
    func rootKey() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        #expect(try await stage.other().authenticate(token: token) == session)
        let elsewhere = try await Stage()
        await #expect(throws: TokenError.forged) { try await elsewhere.authority.authenticate(token: token) }
    }

    @Test("a role that changes shows in the next authentication")
    func roleChange() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        #expect(session.role == .member)
        #expect(try await stage.authority.setRole(.admin, of: "ada") == 1)
        #expect(try await stage.authority.authenticate(token: token).role == .admin)
    }
}
