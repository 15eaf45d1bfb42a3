import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: connections whose session expires", .timeLimit(.minutes(1)))
struct ExpiryTests {
    @Test("a connection is cut when its time is over, by the clock alone, and not before")
    func absolute() async throws {
        let stage = try await Stage()
        let token = try await stage.authority.enter("ada").token
        let expiresAt = try await stage.authority.authenticate(token: token).expiresAt
        // Uses on the way keep it from being idle.
        for _ in 0..<2 {
            stage.clock.advance(days: 10)
            _ = try await stage.authority.authenticate(token: token)
        }
        stage.clock.advance(milliseconds: expiresAt - stage.clock.now() - 1)
        let live = try await stage.authority.connect(token: token, caller: Caller())
        let (ends, end) = AsyncStream.makeStream(of: SessionEnd.self)
        try live.whenEnded { end.yield($0) }
        try live.use()
        stage.clock.advance(milliseconds: 1)
        #expect(await ends.first { _ in true } == .expired)
        #expect(throws: SessionEnd.expired) { try live.use() }
    }

    @Test("a session that nobody uses is cut; a use by one of its connections keeps them all")
    func idle() async throws {
        let stage = try await Stage()
        let token = try await stage.authority.enter("ada").token
        let busy = try await stage.authority.connect(token: token, caller: Caller())
        let quiet = try await stage.authority.connect(token: token, caller: Caller())
        stage.clock.advance(days: 13)
        try busy.use()
        stage.clock.advance(days: 13)
        await stage.authority.live.expire()
        try quiet.whenEnded { _ in }
        stage.clock.advance(days: 1)
        await stage.authority.live.expire()
        #expect(throws: SessionEnd.expired) { try quiet.whenEnded { _ in } }
        #expect(throws: SessionEnd.expired) { try busy.use() }
    }

    @Test("a use by HTTP keeps the connections, too, and a use by a connection is written down")
    func everyUse() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        let live = try await stage.authority.connect(token: token, caller: Caller())
        stage.clock.advance(days: 13)
        _ = try await stage.authority.authenticate(token: token)
        stage.clock.advance(days: 2)
        await stage.authority.live.expire()
        try live.use()
        // Written in the background, so this waits for it; other reads of the store let it go on.
        while try await stage.authority.sessions(of: session)[0].lastUsedAt < stage.clock.now() {
            try Task.checkCancellation()
        }
    }

    @Test("a token that its holder narrowed cuts its own connection alone")
    func narrowed() async throws {
        let stage = try await Stage()
        let token = try await stage.authority.enter("ada").token
        let short = try Macaroon(text: token).narrowed(by: "expires < 2026-01-02T00:00:00Z").text
        let long = try await stage.authority.connect(token: token, caller: Caller())
        let narrow = try await stage.authority.connect(token: short, caller: Caller())
        stage.clock.advance(days: 1)
        #expect(throws: SessionEnd.expired) { try narrow.use() }
        await stage.authority.live.expire()
        #expect(throws: SessionEnd.expired) { try narrow.whenEnded { _ in } }
        try long.use()
        #expect(stage.facts.all(SessionEnded.self).isEmpty, "the sign-in stands")
        stage.clock.advance(days: 14)
        await stage.authority.live.expire()
        #expect(
            stage.facts.all(SessionEnded.self)
                == [SessionEnded(session: long.id.rawValue, user: long.user, code: "session_expired")]
        )
    }

    @Test("an end that the server sets for a session cuts all of its connections")
    func shortened() async throws {
        let stage = try await Stage()
        let (token, session) = try await stage.authority.enter("ada")
        try await stage.authority.narrowToken(session.id, by: "expires < 2026-01-02T00:00:00Z")
        let live = try await stage.authority.connect(token: token, caller: Caller())
        try live.use()
        stage.clock.advance(days: 1)
        #expect(throws: SessionEnd.expired) { try live.use() }
        await stage.authority.live.expire()
        #expect(throws: SessionEnd.expired) { try live.whenEnded { _ in } }
        #expect(stage.facts.all(SessionEnded.self).map(\.session) == [session.id.rawValue])
    }
}
