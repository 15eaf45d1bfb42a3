import RoostKit
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: the list of one's sessions")
struct SessionListTests {
    @Test("each session tells when it was begun and used, and where from")
    func lists() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        let begun = stage.clock.now()
        let other = try await stage.authority.signIn(name: "ada", password: "correct horse").token
        stage.clock.advance(days: 2)
        let phone = Caller(address: "192.0.2.7", program: "Phone/1")
        _ = try await stage.authority.authenticate(token: token, caller: phone)
        let sessions = try await stage.authority.sessions(of: session)
        #expect(sessions.map(\.id) == [session.id, try await stage.authority.authenticate(token: other).id])
        #expect(sessions[0].createdAt == begun && sessions[0].lastUsedAt == stage.clock.now())
        #expect(sessions[0].expiresAt == stage.clock.now() + 14 * 86_400_000)
        #expect(sessions[0].caller == phone)
        #expect(sessions[1].lastUsedAt == begun && sessions[1].caller == Caller())
        stage.clock.advance(days: 12)
        _ = try await stage.authority.authenticate(token: token)
        stage.clock.advance(days: 2)
        #expect(try await stage.authority.sessions(of: session).map(\.id) == [session.id])
    }

    @Test("a session that is used from elsewhere, or by another program, says so at once")
    func moves() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        let callers = [
            Caller(address: "192.0.2.7", program: "Phone/1"),
            Caller(address: "198.51.100.9", program: "Phone/1"),
            Caller(address: "198.51.100.9", program: "Phone/2"),
        ]
        for caller in callers {
            _ = try await stage.authority.authenticate(token: token, caller: caller)
            #expect(try await stage.authority.sessions(of: session).map(\.caller) == [caller])
        }
    }

    @Test("those of everybody are listed by user, and of each the one used last first")
    func everybody() async throws {
        let stage = try await Stage()
        let (_, ben) = try await stage.authority.enter("ben")
        stage.clock.advance(days: 10)
        let (_, ada) = try await stage.authority.enter("ada")
        let order = try TokenOrder(name: "Bot", rights: [.read], rooms: nil, lifetime: .seconds(86_400))
        _ = try await stage.authority.createToken(order, by: ada)
        stage.clock.advance(days: 1)
        let later = try await stage.authority.signIn(name: "ada", password: "correct horse").token
        let second = try await stage.authority.authenticate(token: later)
        let all = try await stage.authority.sessions(ofUser: nil)
        #expect(all.map(\.user) == [ada.user, ada.user, ben.user])
        #expect(all.map(\.id) == [second.id, ada.id, ben.id])
        #expect(try await stage.authority.sessions(ofUser: "ada") == Array(all.prefix(2)))
        // Those that have ended by themselves are not there.
        stage.clock.advance(days: 5)
        #expect(try await stage.authority.sessions(ofUser: nil).map(\.user) == [ada.user, ada.user])
    }

    @Test("what a program calls itself is cut, and has no control characters")
    func programs() {
        #expect(Caller(program: String(repeating: "x", count: 300)).program?.count == 200)
        #expect(Caller(program: "a\u{0}b\u{1B}c").program == "abc")
    }
}
