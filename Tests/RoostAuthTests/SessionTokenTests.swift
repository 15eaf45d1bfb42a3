import Testing

@testable import RoostAuth

@Suite("SessionToken: conditions")
struct SessionTokenTests {
    private let tokens = SessionToken(rootKey: Vectors.rootKeyBytes)
    // 2026-01-01T00:00:00Z and 2030-01-31T12:00:00Z.
    private let now: Int64 = 1_767_225_600_000
    private let end: Int64 = 1_896_091_200_000

    @Test("an issued token is for its session until its end, and not from then on")
    func expires() throws {
        let id = SessionID(rawValue: Vectors.identifier)
        let token = try tokens.issue(for: id, expiresAt: end)
        #expect(token == Vectors.one)
        let checked = try tokens.check(token, at: end - 1)
        #expect(checked.id == id)
        #expect(checked.expiresAt == end)
        #expect(throws: TokenError.expired) { try tokens.check(token, at: end) }
    }

    @Test("of two ends the earlier one counts, whoever added it")
    func narrows() throws {
        let earlier: Int64 = 1_864_555_200_000
        #expect(try tokens.check(Vectors.narrowed, at: now).expiresAt == earlier)
        #expect(throws: TokenError.expired) { try tokens.check(Vectors.narrowed, at: earlier) }
    }

    @Test("a condition that nobody here knows is refused by its name")
    func unknown() {
        #expect(throws: TokenError.unknownCaveat("room = lobby")) {
            try tokens.check(Vectors.unknownCaveat, at: now)
        }
    }

    @Test("a token without an end, of another key, or of no format is refused")
    func refuses() throws {
        #expect(throws: TokenError.malformed) { try tokens.check(Vectors.bare, at: now) }
        #expect(throws: TokenError.malformed) { try tokens.check("", at: now) }
        #expect(throws: TokenError.malformed) { try tokens.check("not a token", at: now) }
        #expect(throws: TokenError.malformed) { try tokens.check(Vectors.thirdParty, at: now) }
        let others = SessionToken(rootKey: .random(count: 32))
        #expect(throws: TokenError.forged) { try others.check(Vectors.one, at: now) }
    }

    @Test(
        "times of RFC 3339 are understood, with an offset and a fraction too",
        arguments: [
            ("expires < 2030-01-31T12:00:00Z", 1_896_091_200_000),
            ("expires < 2030-01-31T13:00:00+01:00", 1_896_091_200_000),
            ("expires < 2030-01-31T12:00:00.250Z", 1_896_091_200_250),
        ] as [(String, Int64)]
    )
    func times(text: String, time: Int64) {
        #expect(Caveat(Array(text.utf8)) == .expires(before: time))
    }

    @Test(
        "what only looks like a time is an unknown condition",
        arguments: [
            "expires < ", "expires < tomorrow", "expires < 2030-01-31", "expires<2030-01-31T12:00:00Z",
            "expires < 2030-13-31T12:00:00Z", "expires < 2030-01-31T12:00:00",
            "expires < 2030-01-31T12:00:00.Z",
            "expires < 2030-01-31T12:00:00Z\u{0}", "expires < 2030-01-31T12:00:00ZZ",
            "expires <  2030-01-31T12:00:00Z", "expires < 2030-01-31T12:00:00Z and more",
            "expires < 99999999999",
            "expires > 2030-01-31T12:00:00Z", "Expires < 2030-01-31T12:00:00Z", "",
        ]
    )
    func noTimes(text: String) {
        #expect(Caveat(Array(text.utf8)) == nil)
    }

    @Test("bytes that are no UTF-8 are an unknown condition")
    func noText() {
        #expect(Caveat(Array("expires < ".utf8) + [255, 254]) == nil)
    }
}
