import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("Authority: slowing down who guesses")
struct ThrottlingTests {
    private let stage: Stage
    private let home: ClientAddress
    private let away: ClientAddress

    init() async throws {
        stage = try await Stage()
        home = try #require(ClientAddress("203.0.113.7"))
        away = try #require(ClientAddress("198.51.100.9"))
        _ = try await stage.authority.signUp(name: "ada", password: "correct horse")
    }

    private func signIn(
        _ name: String = "ada",
        _ password: String = "correct horse",
        from address: ClientAddress
    ) async throws(SignInError) {
        _ = try await stage.authority.signIn(name: name, password: password, from: address)
    }

    /// Guesses `count` times, and expects to be heard each time.
    private func guess(_ name: String, _ count: Int, from address: ClientAddress) async {
        for number in 0..<count {
            await #expect(throws: SignInError.wrongCredentials) {
                try await signIn(name, "wrong horse \(number)", from: address)
            }
        }
    }

    /// Guesses from `count` networks once each, and counts who was heard.
    private func guessFromEverywhere(_ count: Int) async throws -> Int {
        var heard = 0
        for number in 0..<count {
            let address = try #require(ClientAddress("2001:db8:0:\(String(number, radix: 16))::1"))
            do {
                try await signIn("ada", "wrong horse", from: address)
            } catch .wrongCredentials {
                heard += 1
            } catch {
                guard case .slowDown = error else { throw error }
            }
        }
        return heard
    }

    @Test(
        "after five failures the wait doubles, even for the right password, whether the name is known or not",
        arguments: ["ada", "nobody"]
    )
    func doubles(name: String) async throws {
        await guess(name, 5, from: home)
        for seconds in [1, 2, 4, 8] {
            let before = stage.hasher.hashCount
            await #expect(throws: SignInError.slowDown(retryAfter: seconds)) {
                try await signIn(name, from: home)
            }
            #expect(stage.hasher.hashCount == before, "a refusal costs no hash")
            stage.clock.advance(seconds: Int64(seconds))
            await guess(name, 1, from: home)
        }
    }

    @Test("waiting is enough, and a success begins anew")
    func waits() async throws {
        await guess("ada", 5, from: home)
        stage.clock.advance(seconds: 1)
        try await signIn(from: home)
        await guess("ada", 5, from: home)
        await #expect(throws: SignInError.slowDown(retryAfter: 1)) { try await signIn(from: home) }
    }

    @Test("guessers from everywhere are heard every thirty seconds, and an owner at a known place at once")
    func strangers() async throws {
        try await signIn(from: home)
        #expect(try await guessFromEverywhere(100) == 10)
        for _ in 0..<8 {
            stage.clock.advance(seconds: 30)
            #expect(try await guessFromEverywhere(100) == 1)
            try await signIn(from: home)
        }
        await #expect(throws: SignInError.slowDown(retryAfter: 30)) { try await signIn(from: away) }
        stage.clock.advance(seconds: 30)
        try await signIn(from: away)
    }

    @Test("a known place is known after a restart, too")
    func restarts() async throws {
        try await signIn(from: home)
        let authority = try await stage.other()
        for number in 0..<12 {
            let address = try #require(ClientAddress("192.0.2.\(number)"))
            _ = await #expect(throws: SignInError.self) {
                try await authority.signIn(name: "ada", password: "wrong horse", from: address)
            }
        }
        await #expect(throws: SignInError.slowDown(retryAfter: 1)) {
            try await authority.signIn(name: "ada", password: "correct horse", from: away)
        }
        _ = try await authority.signIn(name: "ada", password: "correct horse", from: home)
    }

    @Test("one network that tries many names is slowed down, and an own account does not help")
    func spraying() async throws {
        _ = try await stage.authority.signUp(name: "eve", password: "correct horse")
        try await signIn("eve", from: away)
        for number in 0..<20 {
            await guess("victim\(number)", 1, from: away)
            try await signIn("eve", from: away)
        }
        await #expect(throws: SignInError.slowDown(retryAfter: 1)) { try await signIn("ben", from: away) }
        await #expect(throws: SignInError.slowDown(retryAfter: 1)) {
            try await signIn("no name!", from: away)
        }
        await guess("ben", 1, from: home)
    }

    @Test("addresses of one IPv6 customer are one")
    func customer() async throws {
        for number in 0..<5 {
            await guess("ada", 1, from: try #require(ClientAddress("2001:db8:7:7::\(number)")))
        }
        let other = try #require(ClientAddress("2001:db8:7:7:ffff::1"))
        await #expect(throws: SignInError.slowDown(retryAfter: 1)) { try await signIn(from: other) }
    }

    @Test("many guesses at once are heard no more than one after the other")
    func together() async throws {
        let before = stage.hasher.hashCount
        await withTaskGroup { group in
            for number in 0..<50 {
                group.addTask {
                    _ = await #expect(throws: SignInError.self) {
                        try await signIn("ada", "wrong horse \(number)", from: home)
                    }
                }
            }
        }
        #expect(stage.hasher.hashCount - before == 5)
    }

    @Test("whoever makes one account after the other is slowed down, and nobody elsewhere")
    func signUps() async throws {
        func signUp(_ name: String, from address: ClientAddress) async throws {
            _ = try await stage.authority.signUp(name: name, password: "correct horse", from: address)
        }
        for number in 0..<30 { try await signUp("person\(number)x", from: away) }
        let before = stage.hasher.hashCount
        await #expect(throws: SignUpError.slowDown(retryAfter: 1)) { try await signUp("late", from: away) }
        #expect(stage.hasher.hashCount == before, "a refusal costs no hash")
        try await signUp("ben", from: home)
        stage.clock.advance(seconds: 1)
        try await signUp("late", from: away)
        await #expect(throws: SignUpError.slowDown(retryAfter: 2)) { try await signUp("later", from: away) }
    }

    @Test("an attempt that found the server busy does not count")
    func busy() async throws {
        let full = PasswordHasher(cost: .cheap(), threadCount: 1, waitingLimit: -1)
        let authority = try await stage.other(hasher: full)
        for _ in 0..<50 {
            await #expect(throws: SignInError.busy) {
                try await authority.signIn(name: "ada", password: "correct horse", from: home)
            }
        }
    }

    @Test("who comes while as many as may be are signing in is told so before anything is looked at")
    func full() async throws {
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1, waitingLimit: 0)
        let authority = try await stage.other(hasher: hasher)
        try await hasher.admit {
            _ = await #expect(throws: SignInError.busy) {
                _ = try await authority.signIn(name: "ada", password: "correct horse", from: home)
            }
        }
        _ = try await authority.signIn(name: "ada", password: "correct horse", from: home)
    }

    @Test("of 200 who sign in at once everybody is in after retrying, one hash at a time")
    func storm() async throws {
        let authority = stage.authority
        for number in 0..<20 {
            _ = try await authority.signUp(name: "person\(number)", password: "correct horse")
        }
        let refusals = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<200 {
                group.addTask {
                    var refusals = 0
                    while true {
                        do throws(SignInError) {
                            _ = try await authority.signIn(
                                name: "person\(number % 20)",
                                password: "correct horse",
                                from: home
                            )
                            return refusals
                        } catch {
                            try #require(error.isRetryable && (error.retryAfter ?? 0) > 0)
                            refusals += 1
                            stage.clock.advance(seconds: 1)
                            await Task.yield()
                        }
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(refusals > 0, "a hundred and thirty-five find the queue full")
        #expect(stage.hasher.insideCount == 0)
    }
}
