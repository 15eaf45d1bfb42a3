import RoostKit
import RoostStore
import RoostTestKit
import Synchronization
import Testing

@testable import RoostAuth

@Suite("Authority: what reaches whoever is connected")
struct RevocationTests {
    /// A connection that writes down how it ended.
    private final class Connection: Sendable {
        let live: LiveSession
        private let end = Mutex<SessionEnd?>(nil)

        init(_ token: String, _ authority: Authority) async throws {
            live = try await authority.connect(token: token, caller: Caller())
            try live.whenEnded { [weak self] end in self?.end.withLock { $0 = end } }
        }

        /// Why it ended; `nil` as long as it stands.
        var ended: SessionEnd? { end.withLock(\.self) }
    }

    private let stage: Stage
    private let lobby = RoomID(rawValue: "lobby")

    init() async throws {
        stage = try await Stage()
        _ = try await stage.authority.addUser(name: "zoe", password: "correct horse", role: .admin)
        _ = try await stage.authority.addUser(name: "ada", password: "correct horse", role: .member)
        _ = try await stage.authority.addUser(name: "ben", password: "correct horse", role: .member)
    }

    private func connection(of name: String) async throws -> Connection {
        let token = try await stage.authority.signIn(name: name, password: "correct horse").token
        return try await Connection(token, stage.authority)
    }

    @Test("a change of an account has cut all of its connections, and no other, when it returns")
    func changes() async throws {
        let authority = stage.authority
        let changes: [(end: SessionEnd, make: () async throws -> Int)] = [
            (.rightsChanged, { try await authority.setRole(.admin, of: "Ada") }),
            (.signedOut, { try await authority.endSessions(ofUser: "ada") }),
            (.disabled, { try await authority.disable("ada") }),
            (.passwordChanged, { try await authority.resetPassword(of: "ada", to: "correct horse") }),
            (.deleted, { try await authority.delete("ada") }),
        ]
        let ben = try await connection(of: "ben")
        for change in changes {
            let (phone, desk) = (try await connection(of: "ada"), try await connection(of: "ada"))
            try phone.live.use()
            let before = try await stage.store.sessions.list(of: phone.live.session.user).count
            #expect(try await change.make() == before)
            #expect(phone.ended == change.end && desk.ended == change.end)
            #expect(throws: change.end) { try phone.live.use() }
            #expect(throws: change.end) { _ = try phone.live.permit(.send, on: lobby) }
            #expect(!phone.live.sees(lobby))
            let told = stage.facts.all(SessionEnded.self).suffix(before)
            #expect(
                change.end == .rightsChanged ? told.isEmpty : told.allSatisfy { $0.code == change.end.code }
            )
            if change.end == .disabled { try await authority.enable("ada") }
        }
        #expect(ben.ended == nil)
        try ben.live.use()
    }

    @Test("a session ended from another device is cut, and that one is not")
    func sessions() async throws {
        let (phone, desk, pad) = (
            try await connection(of: "ada"), try await connection(of: "ada"), try await connection(of: "ada")
        )
        try await stage.authority.endSession(phone.live.session.id, by: desk.live.session)
        #expect(phone.ended == .signedOut && desk.ended == nil && pad.ended == nil)
        #expect(try await stage.authority.endOtherSessions(by: desk.live.session) == 1)
        #expect(pad.ended == .signedOut && desk.ended == nil)
        try await stage.authority.signOut(desk.live.session)
        #expect(desk.ended == .signedOut)
        #expect(try await stage.authority.endOtherSessions(by: desk.live.session) == 0)
        let ended = try await stage.authority.audit(action: "user.sessions.end", limit: 9)
        #expect(ended.count == 3 && ended.allSatisfy { $0.actor == "ada" && $0.target == "user:ada" })
    }

    @Test("nobody ends a session of somebody else")
    func foreign() async throws {
        let (ada, ben) = (try await connection(of: "ada"), try await connection(of: "ben"))
        await #expect(throws: AccountError.unknownSession) {
            try await stage.authority.endSession(ada.live.session.id, by: ben.live.session)
        }
        await #expect(throws: AccountError.unknownSession) {
            try await stage.authority.endSession(ada.live.session.id, ofUser: "ben")
        }
        #expect(ada.ended == nil)
    }

    @Test("a user changes the password with the old one, and stays where they did it")
    func password() async throws {
        let (phone, desk) = (try await connection(of: "ada"), try await connection(of: "ada"))
        for wrong in ["wrong horse", "short", ""] {
            await #expect(throws: AccountError.wrongPassword) {
                try await stage.authority.changePassword(
                    of: desk.live.session,
                    from: wrong,
                    to: "new horse",
                    at: .loopback
                )
            }
        }
        await #expect(throws: AccountError.badPassword(.tooShort)) {
            try await stage.authority.changePassword(
                of: desk.live.session,
                from: "correct horse",
                to: "new",
                at: .loopback
            )
        }
        #expect(phone.ended == nil)
        try await stage.authority.changePassword(
            of: desk.live.session,
            from: "correct horse",
            to: "new horse",
            at: .loopback
        )
        #expect(phone.ended == .passwordChanged && desk.ended == nil)
        await #expect(throws: SignInError.wrongCredentials) {
            _ = try await stage.authority.signIn(name: "ada", password: "correct horse")
        }
        _ = try await stage.authority.signIn(name: "ada", password: "new horse")
        await #expect(throws: AccountError.outdated) {
            try await stage.authority.changePassword(
                of: phone.live.session,
                from: "new horse",
                to: "old horse",
                at: .loopback
            )
        }
    }

    @Test("whoever ends a session waits for what is done then, and so does who ends it a second time")
    func waits() async throws {
        let ada = try await connection(of: "ada")
        let (steps, step) = AsyncStream.makeStream(of: Void.self)
        let isDone = Mutex(false)
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        try ada.live.whenEnded { _ in
            begin.yield()
            for await _ in steps { break }
            isDone.withLock { $0 = true }
            step.finish()
        }
        let authority = stage.authority
        let acknowledged = Task {
            _ = try await authority.disable("ada")
            return isDone.withLock(\.self)
        }
        for await _ in begun { break }
        #expect(throws: SessionEnd.disabled) { try ada.live.use() }
        step.yield()
        #expect(try await acknowledged.value)
    }

    @Test("a connection that comes while sessions end reads the store again")
    func comingMeanwhile() async throws {
        let token = try await stage.authority.signIn(name: "ada", password: "correct horse").token
        let round = stage.authority.live.round
        let session = try await stage.authority.authenticate(token: token)
        _ = try await stage.authority.disable("ada")
        #expect(stage.authority.live.add(session, lastUsedAt: stage.clock.now(), since: round) == nil)
        await #expect(throws: TokenError.ended) {
            _ = try await stage.authority.connect(token: token, caller: Caller())
        }
    }

    @Test("who comes while others' sessions end, or their rights change, is not held up")
    func bystanders() async throws {
        let authority = stage.authority
        let ben = try await connection(of: "ben")
        let token = try await authority.signIn(name: "ada", password: "correct horse").token
        let round = authority.live.round
        let session = try await authority.authenticate(token: token)
        _ = try await authority.disable("ben")
        await authority.renewRights(of: UserID(rawValue: "cleo"))
        #expect(throws: SessionEnd.disabled) { try ben.live.use() }
        #expect(authority.live.add(session, lastUsedAt: stage.clock.now(), since: round) != nil)
        await authority.renewRights(of: session.user)
        #expect(authority.live.add(session, lastUsedAt: stage.clock.now(), since: round) == nil)
    }

    @Test("of two readings of somebody's rights the later one counts, whichever arrives first")
    func laterReading() async throws {
        let live = stage.authority.live
        let ada = try await connection(of: "ada").live
        let (early, late) = (live.beginRenewal(), live.beginRenewal())
        live.replaceGrants(
            of: ada.user,
            with: [StoredGrant(right: "moderate", resource: "room:den")],
            from: late
        )
        live.replaceGrants(of: ada.user, with: [], from: early)
        #expect(ada.allows(.moderate, on: .room(RoomID(rawValue: "den"))))
        live.replaceGrants(of: ada.user, with: [], from: live.beginRenewal())
        #expect(!ada.allows(.moderate, on: .room(RoomID(rawValue: "den"))))
    }

    @Test(
        "rights that end with a time are none when they are read after it, and are cut then where they were read before",
        .timeLimit(.minutes(5))
    )
    func endingRights() async throws {
        let authority = stage.authority
        func grant(milliseconds: Int64) async throws {
            let end = stage.clock.now() + milliseconds
            let grant = try Grant(right: "moderate", resource: "room:lobby", endsAt: end)
            try await authority.grant(grant, to: UserID(rawValue: "ada"), by: .command)
        }
        try await grant(milliseconds: 60_000)
        let ada = try await connection(of: "ada").live
        #expect(ada.allows(.moderate, on: .room(lobby)))
        stage.clock.advance(seconds: 60)
        await authority.renewRights(of: ada.user)
        try ada.use()
        #expect(!ada.allows(.moderate, on: .room(lobby)))
        await authority.live.expire()
        try await grant(milliseconds: 5)
        #expect(ada.allows(.moderate, on: .room(lobby)))
        let (ends, end) = AsyncStream.makeStream(of: SessionEnd.self)
        try ada.whenEnded { end.yield($0) }
        stage.clock.advance(milliseconds: 5)
        #expect(await ends.first { _ in true } == .rightsChanged)
    }

    @Test("whom a module lets into a new room is there at once, without coming again")
    func newRoom() async throws {
        let ada = try await connection(of: "ada").live
        let room = try await stage.authority.addRoom(
            "pm",
            title: "Talk",
            for: .participants,
            members: [ada.user: "member"],
            by: Origin(user: "module:pm")
        )
        try ada.use()
        #expect(ada.allows(.send, on: .room(room.id)))
    }

    @Test("whose rights cannot be read is cut, and comes again with those that they have")
    func unreadable() async throws {
        let ada = try await connection(of: "ada")
        try await stage.store.commit([Statement("ALTER TABLE grant_rule RENAME TO hidden")])
        await stage.authority.renewRights(of: ada.live.user)
        #expect(ada.ended == .rightsChanged)
    }

    @Test("a connection that ended before anybody was told says so to who comes to listen")
    func listensLate() async throws {
        let token = try await stage.authority.signIn(name: "ada", password: "correct horse").token
        let live = try await stage.authority.connect(token: token, caller: Caller())
        _ = try await stage.authority.disable("ada")
        #expect(throws: SessionEnd.disabled) { try live.whenEnded { _ in } }
    }

    @Test("a connection that is over is forgotten")
    func forgets() async throws {
        var ada: Connection? = try await connection(of: "ada")
        #expect(stage.authority.live.count == 1)
        try ada?.live.use()
        ada = nil
        #expect(stage.authority.live.count == 0)
    }

    @Test("the hundred-and-first session cuts the oldest")
    func oldest() async throws {
        let first = try await connection(of: "ada")
        stage.clock.advance(days: 1)
        for _ in 0..<100 {
            #expect(first.ended == nil)
            _ = try await stage.authority.signIn(name: "ada", password: "correct horse")
        }
        #expect(first.ended == .signedOut)
    }

    @Test("the last administrator, an unknown user and an unknown role change nothing")
    func refused() async throws {
        let zoe = try await connection(of: "zoe")
        let authority = stage.authority
        await #expect(throws: AccountError.lastAdministrator) { _ = try await authority.disable("zoe") }
        await #expect(throws: AccountError.lastAdministrator) { _ = try await authority.delete("zoe") }
        await #expect(throws: AccountError.lastAdministrator) {
            _ = try await authority.setRole(.member, of: "zoe")
        }
        await #expect(throws: AccountError.unknownRole(Role(rawValue: "king"))) {
            _ = try await authority.setRole(Role(rawValue: "king"), of: "ada")
        }
        for name in ["nobody", "no name!"] {
            await #expect(throws: AccountError.unknownUser) { _ = try await authority.disable(name) }
            await #expect(throws: AccountError.unknownUser) { _ = try await authority.sessions(ofUser: name) }
        }
        #expect(zoe.ended == nil)
    }

    @Test("a deleted user's name is taken, and so is one that looks like it", arguments: ["bob", "b0b"])
    func deletedName(name: String) async throws {
        _ = try await stage.authority.signUp(name: "bob", password: "correct horse")
        _ = try await stage.authority.delete("bob")
        await #expect(throws: SignUpError.nameTaken) {
            _ = try await stage.authority.signUp(name: name, password: "correct horse")
        }
        #expect(try await stage.authority.accounts().map(\.user.rawValue) == ["ada", "ben", "zoe"])
    }

    @Test("what is under way over HTTP is done before its sender may do less, and nothing after")
    func requestUnderWay() async throws {
        let (authority, store) = (stage.authority, stage.store)
        _ = try await authority.setRole(.admin, of: "ada")
        let token = try await authority.signIn(name: "zoe", password: "correct horse").token
        let done = Mutex<[String]>([])
        let (begun, begin) = AsyncStream<Void>.makeStream()
        async let request: Void = authority.withSession(of: token, by: Caller()) { session in
            begin.finish()
            while try await store.users.find(session.user)?.role == "admin" {}
            // The demotion is stored, and all but returned: what comes now takes a good while longer.
            for _ in 0..<50 { _ = try await authority.sessions(of: session) }
            done.withLock { $0.append("request") }
        }
        for await _ in begun {}
        _ = try await authority.setRole(.member, of: "zoe")
        done.withLock { $0.append("demotion") }
        try await request
        #expect(done.withLock(\.self) == ["request", "demotion"])
        let role = try await authority.withSession(of: token, by: Caller()) { $0.role }
        #expect(role == .member)
    }

    @Test("requests over HTTP that end their own session, or each other's, wait for nobody")
    func mutualEnds() async throws {
        let authority = stage.authority
        func token(_ name: String) async throws -> String {
            try await authority.signIn(name: name, password: "correct horse").token
        }
        let own = try await token("ben")
        try await authority.withSession(of: own, by: Caller()) { try await authority.signOut($0) }
        await #expect(throws: TokenError.ended) {
            try await authority.withSession(of: own, by: Caller()) { _ in }
        }
        let (zoe, ada) = (try await token("zoe"), try await token("ada"))
        let (zoeIsIn, zoeCame) = AsyncStream<Void>.makeStream()
        let (adaIsIn, adaCame) = AsyncStream<Void>.makeStream()
        async let first = authority.withSession(of: zoe, by: Caller()) { _ in
            zoeCame.finish()
            for await _ in adaIsIn {}
            return try await authority.endSessions(ofUser: "ada")
        }
        async let second = authority.withSession(of: ada, by: Caller()) { _ in
            adaCame.finish()
            for await _ in zoeIsIn {}
            return try await authority.endSessions(ofUser: "zoe")
        }
        #expect(try await first + second == 2)
    }
}
