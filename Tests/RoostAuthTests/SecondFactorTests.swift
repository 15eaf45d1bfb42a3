import RoostStore
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: the second factor")
struct SecondFactorTests {
    private let stage: Stage
    private let session: Session
    private let authority: Authority

    init() async throws {
        stage = try await Stage()
        authority = stage.authority
        session = try await authority.enter("ada").session
    }

    private func begin() async throws -> SecondFactorOffer {
        try await authority.beginSecondFactor(session, password: "correct horse", from: .loopback)
    }

    /// What the app shows now, or some steps later.
    private func code(_ later: Int64 = 0) async throws -> String {
        let factor = try #require(try await stage.store.secondFactors.find(of: session.user))
        return TimeCode.text(secret: factor.secret, step: TimeCode.step(at: stage.clock.now()) + later)
    }

    /// Turns it on, lets the used code pass, and answers the recovery codes.
    private func turnOn() async throws -> [String] {
        _ = try await begin()
        let recovery = try await authority.confirmSecondFactor(session, code: try await code())
        stage.clock.advance(seconds: 30)
        return recovery
    }

    private func signIn(_ code: String? = nil, password: String = "correct horse") async throws(SignInError) {
        _ = try await authority.signIn(name: "ada", password: password, code: code)
    }

    @Test("it counts only once a code has confirmed it")
    func confirms() async throws {
        let offer = try await begin()
        #expect(offer.secret.count == 32)
        #expect(offer.uri == "otpauth://totp/Roost:ada?secret=\(offer.secret)&issuer=Roost")
        try await signIn()
        await #expect(throws: SecondFactorError.refused(.wrongCode)) {
            try await authority.confirmSecondFactor(session, code: "000000x")
        }
        #expect(try await !authority.hasSecondFactor(session))
        let recovery = try await authority.confirmSecondFactor(session, code: try await code())
        #expect(Set(recovery).count == 10)
        #expect(try await authority.hasSecondFactor(session))
        await #expect(throws: SignInError.secondFactorRequired) { try await signIn() }
        await #expect(throws: SecondFactorError.on) { try await begin() }
        await #expect(throws: SecondFactorError.on) {
            try await authority.confirmSecondFactor(session, code: "000000")
        }
    }

    @Test("beginning takes the password, and a second beginning makes another secret")
    func begins() async throws {
        await #expect(throws: SecondFactorError.refused(.wrongCredentials)) {
            try await authority.beginSecondFactor(session, password: "wrong horse", from: .loopback)
        }
        await #expect(throws: SecondFactorError.off) {
            try await authority.confirmSecondFactor(session, code: "000000")
        }
        let first = try await begin()
        let stale = try await code()
        #expect(try await begin().secret != first.secret)
        await #expect(throws: SecondFactorError.refused(.wrongCode)) {
            try await authority.confirmSecondFactor(session, code: stale)
        }
    }

    @Test("a code signs in once, a space in it does not matter, and a wrong password never gets to it")
    func once() async throws {
        _ = try await turnOn()
        let code = try await code()
        await #expect(throws: SignInError.wrongCredentials) {
            try await signIn(code, password: "wrong horse")
        }
        try await signIn("\(code.prefix(3)) \(code.suffix(3))")
        await #expect(throws: SignInError.wrongCode) { try await signIn(code) }
        stage.clock.advance(seconds: 30)
        try await signIn(try await self.code())
    }

    @Test("the code that confirmed does not sign in")
    func confirmationIsUsed() async throws {
        _ = try await begin()
        let code = try await code()
        _ = try await authority.confirmSecondFactor(session, code: code)
        await #expect(throws: SignInError.wrongCode) { try await signIn(code) }
    }

    @Test("of two who bring the same code at once, one gets in")
    func race() async throws {
        _ = try await turnOn()
        let code = try await code()
        let count = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    do throws(SignInError) {
                        try await signIn(code)
                        return true
                    } catch {
                        #expect(error == .wrongCode)
                        return false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 1)
    }

    @Test("a recovery code signs in once, and none stands in the database")
    func recovery() async throws {
        let codes = try await turnOn()
        try await signIn(codes[0])
        await #expect(throws: SignInError.wrongCode) { try await signIn(codes[0]) }
        try await signIn(codes[1].uppercased())
    }

    @Test("guessing codes is slowed down by account, wherever the guesses come from, but not the password")
    func guessing() async throws {
        _ = try await turnOn()
        for number in 0..<5 {
            let address = try #require(ClientAddress("192.0.2.\(number)"))
            await #expect(throws: SignInError.wrongCode) {
                _ = try await authority.signIn(
                    name: "ada",
                    password: "correct horse",
                    code: "12345\(number)x",
                    from: address
                )
            }
        }
        let code = try await code()
        await #expect(throws: SignInError.slowDown(retryAfter: 1)) { try await signIn(code) }
        await #expect(throws: SignInError.secondFactorRequired) { try await signIn() }
        stage.clock.advance(seconds: 1)
        try await signIn(try await self.code())
    }

    @Test("who is asked for a code has not guessed, however often")
    func asked() async throws {
        _ = try await turnOn()
        for _ in 0..<20 {
            await #expect(throws: SignInError.secondFactorRequired) { try await signIn() }
        }
        try await signIn(try await code())
    }

    @Test("guessing the code that turns it on is slowed down, too")
    func guessingConfirmation() async throws {
        _ = try await begin()
        for number in 0..<5 {
            await #expect(throws: SecondFactorError.refused(.wrongCode)) {
                try await authority.confirmSecondFactor(session, code: "12345\(number)x")
            }
        }
        let code = try await code()
        await #expect(throws: SecondFactorError.refused(.slowDown(retryAfter: 1))) {
            try await authority.confirmSecondFactor(session, code: code)
        }
        stage.clock.advance(seconds: 1)
        _ = try await authority.confirmSecondFactor(session, code: code)
    }

    @Test("a recovery code is its user's alone")
    func recoveryOfOthers() async throws {
        let codes = try await turnOn()
        let ben = try await authority.enter("ben").session
        let offer = try await authority.beginSecondFactor(ben, password: "correct horse", from: .loopback)
        let factor = try #require(try await stage.store.secondFactors.find(of: ben.user))
        #expect(offer.secret == Base32.encode(factor.secret))
        let code = TimeCode.text(secret: factor.secret, step: TimeCode.step(at: stage.clock.now()))
        _ = try await authority.confirmSecondFactor(ben, code: code)
        await #expect(throws: SignInError.wrongCode) {
            _ = try await authority.signIn(name: "ben", password: "correct horse", code: codes[0])
        }
        try await signIn(codes[0])
    }

    @Test("its user removes it with password and code")
    func removes() async throws {
        _ = try await turnOn()
        let code = try await code()
        func remove(_ password: String, _ code: String) async throws(SecondFactorError) {
            try await authority.removeSecondFactor(session, password: password, code: code, from: .loopback)
        }
        await #expect(throws: SecondFactorError.refused(.wrongCredentials)) {
            try await remove("wrong horse", code)
        }
        await #expect(throws: SecondFactorError.refused(.wrongCode)) {
            try await remove("correct horse", "000000x")
        }
        try await remove("correct horse", code)
        try await signIn()
        await #expect(throws: SecondFactorError.off) { try await remove("correct horse", code) }
    }

    @Test("an administrator removes it, and its recovery codes are gone with it")
    func administrator() async throws {
        let codes = try await turnOn()
        try await authority.removeSecondFactor(of: "Ada")
        await #expect(throws: SecondFactorError.off) { try await authority.removeSecondFactor(of: "Ada") }
        try await signIn()
        _ = try await turnOn()
        await #expect(throws: SignInError.wrongCode) { try await signIn(codes[0]) }
        for name in ["nobody", "no name!"] {
            await #expect(throws: AccountError.unknownUser) {
                try await authority.removeSecondFactor(of: name)
            }
        }
    }
}
