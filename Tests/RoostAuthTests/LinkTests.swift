import RoostKit
import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: invitations and password links")
struct LinkTests {
    private let lobby = RoomID(rawValue: "lobby")
    private let day = Duration.seconds(86_400)

    private func invitation(
        to room: RoomID? = nil,
        uses: Int64 = 1,
        on stage: Stage
    ) async throws -> String {
        try await stage.authority.invite(to: room, uses: uses, lifetime: day).token
    }

    @Test("a server by invitation takes who brings one, as often as it may be used")
    func server() async throws {
        let stage = try await Stage(policy: .invite)
        await #expect(throws: SignUpError.uninvited) {
            _ = try await stage.authority.signUp(name: "ada", password: "correct horse")
        }
        let token = try await invitation(uses: 2, on: stage)
        for name in ["ada", "ben"] {
            let account = try await stage.authority.signUp(
                name: name,
                password: "correct horse",
                invitation: token
            )
            #expect(account.role == .member)
        }
        #expect(try await stage.authority.invitations().isEmpty)
        await #expect(throws: SignUpError.badInvitation) {
            _ = try await stage.authority.signUp(name: "cleo", password: "correct horse", invitation: token)
        }
        #expect(try await stage.authority.accounts().count == 2)
    }

    @Test("a refused sign-up does not use an invitation, and a wrong one costs no hash")
    func refused() async throws {
        let stage = try await Stage(policy: .invite)
        _ = try await stage.authority.addUser(name: "ada", password: "correct horse", role: .member)
        let token = try await invitation(on: stage)
        await #expect(throws: SignUpError.nameTaken) {
            _ = try await stage.authority.signUp(name: "ada", password: "correct horse", invitation: token)
        }
        let count = stage.hasher.hashCount
        for wrong in ["", "AgEF", try Macaroon(text: token).narrowed(by: "room = lobby").text] {
            await #expect(throws: SignUpError.badInvitation) {
                _ = try await stage.authority.signUp(
                    name: "ben",
                    password: "correct horse",
                    invitation: wrong
                )
            }
        }
        #expect(stage.hasher.hashCount == count)
        _ = try await stage.authority.signUp(name: "ben", password: "correct horse", invitation: token)
    }

    @Test("an invitation ends with its time, with its revocation, and as its holder narrowed it")
    func ends() async throws {
        let stage = try await Stage(policy: .invite)
        let token = try await invitation(uses: 5, on: stage)
        let short = try Macaroon(text: token).narrowed(by: "expires < 2026-01-01T12:00:00Z").text
        let voided = try await invitation(uses: 5, on: stage)
        try await stage.authority.revoke(token: voided)
        let (revoked, details) = try await stage.authority.invite(to: nil, uses: 5, lifetime: day)
        try await stage.authority.revokeInvitation(details.id)
        #expect(details.id.hasPrefix("invitation:"))
        #expect(try await stage.authority.audit(limit: 1).map(\.target) == [details.id])
        await #expect(throws: AccountError.unknownInvitation) {
            try await stage.authority.revokeInvitation(details.id)
        }
        stage.clock.advance(seconds: 12 * 3600)
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse", invitation: token)
        for link in [short, voided, revoked] {
            await #expect(throws: SignUpError.badInvitation) {
                _ = try await stage.authority.signUp(name: "ben", password: "correct horse", invitation: link)
            }
        }
        stage.clock.advance(days: 1)
        await #expect(throws: SignUpError.badInvitation) {
            _ = try await stage.authority.signUp(name: "ben", password: "correct horse", invitation: token)
        }
        #expect(try await stage.authority.invitations().isEmpty)
    }

    @Test("an invitation to a room lets a user in, who comes again with the new rights")
    func room() async throws {
        let stage = try await Stage()
        try await stage.store.commit([
            Statement("DELETE FROM grant_rule WHERE subject = 'role:member' AND resource = 'room:*'")
        ])
        let (token, ada) = try await stage.authority.enter("ada")
        let live = try await stage.authority.connect(token: token, caller: Caller())
        #expect(live.session.rights(in: lobby).isEmpty)
        let link = try await invitation(to: lobby, uses: 2, on: stage)
        #expect(try await stage.authority.takeInvitation(link, by: ada) == lobby)
        #expect(throws: SessionEnd.rightsChanged) { try live.use() }
        #expect(try await stage.authority.audit(limit: 1).map(\.action) == ["invitation.take"])
        #expect(stage.facts.all(GrantChanged.self).map(\.holder) == ["user:ada", "user:ada", "user:ada"])
        #expect(
            try await stage.authority.authenticate(token: token).rights(in: lobby) == [.join, .read, .send]
        )
        // Who has these rights already loses no connection by it.
        let again = try await stage.authority.connect(token: token, caller: Caller())
        let second = try await invitation(to: lobby, on: stage)
        #expect(try await stage.authority.takeInvitation(second, by: ada) == lobby)
        try again.use()
        // Who signs up with it is let in, too.
        _ = try await stage.authority.signUp(name: "ben", password: "correct horse", invitation: link)
        #expect(
            stage.facts.all(GrantChanged.self).suffix(3).map(\.holder) == [
                "user:ben", "user:ben", "user:ben",
            ]
        )
        let ben = try await stage.authority.signIn(name: "ben", password: "correct horse").token
        #expect(
            try await stage.authority.authenticate(token: ben).rights(in: lobby) == [.join, .read, .send]
        )
        await #expect(throws: LinkError.invalid) {
            _ = try await stage.authority.takeInvitation(link, by: ada)
        }
        let toServer = try await invitation(on: stage)
        await #expect(throws: LinkError.notForRoom) {
            _ = try await stage.authority.takeInvitation(toServer, by: ada)
        }
    }

    @Test("an invitation to a room opens no server that takes only who is invited to it")
    func roomOnly() async throws {
        let stage = try await Stage(policy: .invite)
        let link = try await invitation(to: lobby, on: stage)
        await #expect(throws: SignUpError.uninvited) {
            _ = try await stage.authority.signUp(name: "ada", password: "correct horse", invitation: link)
        }
    }

    @Test(
        "an invitation ends where its maker loses the right to invite, is taken out of the room, or is disabled"
    )
    func inviter() async throws {
        let stage = try await Stage()
        let authority = stage.authority
        let (token, _) = try await authority.enter("ada")
        let (_, ben) = try await authority.enter("ben")
        let den = try await authority.addRoom("den", title: nil, isPrivate: true)

        func invite() async throws -> String {
            _ = try await authority.setRole("moderator", of: "ada", in: den)
            let ada = try await authority.authenticate(token: token)
            return try await authority.invite(to: den, uses: 5, lifetime: day, by: ada).token
        }

        let ofMember = try await invite()
        _ = try await authority.setRole("member", of: "ada", in: den)
        let ofStranger = try await invite()
        _ = try await authority.setRole(nil, of: "ada", in: den)
        #expect(try await authority.invitations().isEmpty)
        _ = try await authority.setRole("member", of: "ada", in: den)
        for link in [ofMember, ofStranger] {
            await #expect(throws: LinkError.invalid) { _ = try await authority.takeInvitation(link, by: ben) }
        }
        let ofModerator = try await invite()
        _ = try await authority.setRole("member", of: "ada", in: den)
        await #expect(throws: LinkError.invalid) {
            _ = try await authority.takeInvitation(ofModerator, by: ben)
        }
        _ = try await authority.setRole("moderator", of: "ada", in: den)
        #expect(try await authority.takeInvitation(ofModerator, by: ben) == den)
        _ = try await authority.disable("ada")
        #expect(try await authority.invitations().isEmpty)
    }

    @Test("an invitation gives nothing that its maker lacks, when it is made and when it is taken")
    func noMore() async throws {
        let stage = try await Stage()
        let (token, ada) = try await stage.authority.enter("ada")
        let den = try await stage.authority.addRoom("den", title: nil, isPrivate: true)
        for right in ["invite", "join", "read"] {
            try await stage.store.add(StoredGrant(right: right, resource: "room:\(den)"), to: ada.user)
        }
        let session = try await stage.authority.authenticate(token: token)
        await #expect(throws: AccountError.beyondOwnRights) {
            _ = try await stage.authority.invite(to: den, uses: 1, lifetime: day, by: session)
        }
        let send = StoredGrant(right: "send", resource: "room:\(den)")
        try await stage.store.add(send, to: ada.user)
        let again = try await stage.authority.authenticate(token: token)
        let (link, _) = try await stage.authority.invite(to: den, uses: 1, lifetime: day, by: again)
        _ = try await stage.authority.take(Grant(right: "send", resource: "room:\(den)"), from: .user("ada"))
        let (_, ben) = try await stage.authority.enter("ben")
        await #expect(throws: LinkError.invalid) {
            _ = try await stage.authority.takeInvitation(link, by: ben)
        }
        let end = stage.clock.now() + 60_000
        try await stage.store.add(
            StoredGrant(right: "send", resource: "room:\(den)", endsAt: end),
            to: ada.user
        )
        stage.clock.advance(seconds: 60)
        await #expect(throws: LinkError.invalid) {
            _ = try await stage.authority.takeInvitation(link, by: ben)
        }
        try await stage.store.add(send, to: ada.user)
        #expect(try await stage.authority.takeInvitation(link, by: ben) == den)
    }

    @Test("a hundred invitations may stand; those that are used up or over do not count, and stay so")
    func crowded() async throws {
        let stage = try await Stage()
        let (token, ada) = try await stage.authority.enter("ada")
        let ben = try await stage.authority.enter("ben").session
        try await stage.store.add(StoredGrant(right: "invite", resource: "room:lobby"), to: ada.user)
        let session = try await stage.authority.authenticate(token: token)
        func invite() async throws -> String {
            try await stage.authority.invite(to: lobby, uses: 1, lifetime: day, by: session).token
        }
        let used = try await invite()
        _ = try await stage.authority.takeInvitation(used, by: ben)
        for _ in 0..<100 { _ = try await invite() }
        #expect(try await stage.authority.invitations(by: session).count == 100)
        await #expect(throws: TokenOrderError.tooMany) { _ = try await invite() }
        await #expect(throws: LinkError.invalid) {
            _ = try await stage.authority.takeInvitation(used, by: ben)
        }
        stage.clock.advance(days: 1)
        _ = try await invite()
    }

    @Test("inviting takes the right, on the room or the server, and a sign-in")
    func right() async throws {
        let stage = try await Stage()
        let (token, ada) = try await stage.authority.enter("ada")
        await #expect(throws: Denied(right: .invite, resource: .room(lobby))) {
            _ = try await stage.authority.invite(to: lobby, uses: 1, lifetime: day, by: ada)
        }
        try await stage.store.add(StoredGrant(right: "invite", resource: "room:lobby"), to: ada.user)
        let session = try await stage.authority.authenticate(token: token)
        _ = try await stage.authority.invite(to: lobby, uses: 1, lifetime: day, by: session)
        let own = try await stage.authority.invitations(by: session)
        #expect(own.map(\.room) == [lobby])
        await #expect(throws: AccountError.unknownInvitation) {
            try await stage.authority.revokeInvitation(own[0].id, of: UserID(rawValue: "ben"))
        }
        try await stage.authority.revokeInvitation(own[0].id, of: ada.user)
        await #expect(throws: Denied(right: .invite, resource: .server)) {
            _ = try await stage.authority.invite(to: nil, uses: 1, lifetime: day, by: session)
        }
        let narrow = try Macaroon(text: token).narrowed(by: "rights = invite").text
        let narrowed = try await stage.authority.authenticate(token: narrow)
        await #expect(throws: NarrowedToken.self) {
            _ = try await stage.authority.invite(to: lobby, uses: 1, lifetime: day, by: narrowed)
        }
        try await stage.authority.signOut(session)
        await #expect(throws: TokenOrderError.self) {
            _ = try await stage.authority.invite(to: lobby, uses: 1, lifetime: day, by: session)
        }
        #expect(try await stage.authority.invitations().isEmpty)
        for uses in [0, 10_001] as [Int64] {
            await #expect(throws: TokenOrderError.uses) {
                _ = try await stage.authority.invite(to: lobby, uses: uses, lifetime: day)
            }
        }
        await #expect(throws: TokenOrderError.unknownRoom) {
            _ = try await stage.authority.invite(to: RoomID(rawValue: "den"), uses: 1, lifetime: day)
        }
    }

    @Test("a link sets a new password once, and ends all sessions")
    func reset() async throws {
        let stage = try await Stage()
        let token = try await stage.authority.enter("ada").token
        let live = try await stage.authority.connect(token: token, caller: Caller())
        let first = try await stage.authority.passwordReset(of: "Ada")
        let link = try await stage.authority.passwordReset(of: "ada")
        await #expect(throws: LinkError.invalid) {
            try await stage.authority.resetPassword(with: first, to: "another horse")
        }
        await #expect(throws: LinkError.badPassword(.tooShort)) {
            try await stage.authority.resetPassword(with: link, to: "short")
        }
        try live.use()
        try await stage.authority.resetPassword(with: link, to: "another horse")
        #expect(throws: SessionEnd.passwordChanged) { try live.use() }
        await #expect(throws: TokenError.ended) { _ = try await stage.authority.authenticate(token: token) }
        _ = try await stage.authority.signIn(name: "ada", password: "another horse")
        await #expect(throws: LinkError.invalid) {
            try await stage.authority.resetPassword(with: link, to: "third horse")
        }
    }

    @Test("a link to set a password ends after a day, and when the password is changed otherwise")
    func resetEnds() async throws {
        let stage = try await Stage()
        _ = try await stage.authority.enter("ada")
        let overtaken = try await stage.authority.passwordReset(of: "ada")
        _ = try await stage.authority.resetPassword(of: "ada", to: "another horse")
        await #expect(throws: LinkError.invalid) {
            try await stage.authority.resetPassword(with: overtaken, to: "third horse")
        }
        let late = try await stage.authority.passwordReset(of: "ada")
        stage.clock.advance(days: 1)
        await #expect(throws: LinkError.invalid) {
            try await stage.authority.resetPassword(with: late, to: "third horse")
        }
        await #expect(throws: AccountError.unknownUser) {
            _ = try await stage.authority.passwordReset(of: "nobody")
        }
    }

    @Test("a link is nothing but a link: it opens no session, and one kind does not do for the other")
    func kinds() async throws {
        let stage = try await Stage()
        let (token, ada) = try await stage.authority.enter("ada")
        let reset = try await stage.authority.passwordReset(of: "ada")
        let invite = try await invitation(to: lobby, on: stage)
        for link in [reset, invite] {
            await #expect(throws: TokenError.ended) {
                _ = try await stage.authority.authenticate(token: link)
            }
        }
        let id = String(decoding: try Macaroon(text: reset).identifier, as: UTF8.self)
        await #expect(throws: AccountError.unknownInvitation) {
            try await stage.authority.revokeInvitation(id)
        }
        for wrong in [reset, token] {
            await #expect(throws: LinkError.invalid) {
                _ = try await stage.authority.takeInvitation(wrong, by: ada)
            }
        }
        for wrong in [invite, token] {
            await #expect(throws: LinkError.invalid) {
                try await stage.authority.resetPassword(with: wrong, to: "another horse")
            }
        }
    }
}
