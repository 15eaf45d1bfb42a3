import RoostKit
import RoostStore
import Testing

@testable import RoostAuth

@Suite("Keyring: tokens and their conditions")
struct KeyringTests {
    private let tokens = Keyring([StoredRootKey(bytes: Vectors.rootKeyBytes, endsAt: nil)])
    // 2026-01-01T00:00:00Z and 2030-01-31T12:00:00Z.
    private let now: Int64 = 1_767_225_600_000
    private let end: Int64 = 1_896_091_200_000

    @Test("an issued token is for its session until its end, and not from then on")
    func expires() throws {
        let (token, block) = try tokens.issue(Vectors.identifier, caveats: [.expires(before: end)])
        #expect(token == Vectors.one)
        let checked = try tokens.verify(token, at: end - 1)
        #expect(checked.id == Vectors.identifier)
        #expect(checked.block == block)
        #expect(checked.expiresAt == end)
        #expect(throws: TokenError.expired) { try tokens.verify(token, at: end) }
    }

    @Test("of two ends the earlier one counts, whoever added it")
    func narrows() throws {
        let earlier: Int64 = 1_864_555_200_000
        #expect(try tokens.verify(Vectors.narrowed, at: now).expiresAt == earlier)
        #expect(throws: TokenError.expired) { try tokens.verify(Vectors.narrowed, at: earlier) }
    }

    @Test("a condition that nobody here knows is refused by its name")
    func unknown() {
        #expect(throws: TokenError.unknownCaveat("mood = good")) {
            try tokens.verify(try Macaroon(text: Vectors.one).narrowed(by: "mood = good").text, at: now)
        }
    }

    @Test("a token without an end, of another key, or of no format is refused")
    func refuses() throws {
        #expect(throws: TokenError.malformed) { try tokens.verify(Vectors.bare, at: now) }
        #expect(throws: TokenError.malformed) { try tokens.verify("", at: now) }
        #expect(throws: TokenError.malformed) { try tokens.verify("not a token", at: now) }
        #expect(throws: TokenError.malformed) { try tokens.verify(Vectors.thirdParty, at: now) }
        let others = Keyring([StoredRootKey(bytes: .random(count: 32), endsAt: nil)])
        #expect(throws: TokenError.forged) { try others.verify(Vectors.one, at: now) }
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

    @Test(
        "the other conditions are understood and spelled as they were",
        arguments: [
            ("room = lobby", .rooms([RoomID(rawValue: "lobby")])),
            ("room = lobby,den", .rooms([RoomID(rawValue: "lobby"), RoomID(rawValue: "den")])),
            ("rights = join,read", .rights([.join, .read])), ("uses <= 5", .uses(atMost: 5)),
        ] as [(String, Caveat)]
    )
    func spelled(text: String, caveat: Caveat) {
        #expect(Caveat(text) == caveat)
        #expect(caveat.text == text)
    }

    @Test(
        "addresses are understood, alone and as networks",
        arguments: ["ip = 10.0.0.0/8", "ip = 2001:db8::7"]
    )
    func addresses(text: String) {
        #expect(Caveat(text)?.text == text)
    }

    @Test(
        "what only looks like a condition is none",
        arguments: [
            "room = ", "room = lobby,", "room = ,", "room = lobby, den", "room=lobby", "Room = lobby",
            "room = lobby\u{301},", "rights = ", "rights = read send", "rights = read,,send", "uses <= 0",
            "uses <= -1", "uses <= +5", "uses <= 05", "uses <= 5 ", "uses <= 1000000000", "uses < 5",
            "ip = localhost", "ip = 10.0.0.0/33", "ip = ", "room = lobby\u{0}",
        ]
    )
    func unspelled(text: String) {
        #expect(Caveat(text) == nil)
    }

    @Test(
        "each condition has a revocation id that goes by the signature, and a narrowed token has its origin's"
    )
    func blocks() throws {
        let whole = try tokens.verify(Vectors.one, at: now)
        let narrowed = try tokens.verify(Vectors.narrowed, at: now)
        #expect(whole.blocks.count == 2 && narrowed.blocks.count == 3)
        #expect(Array(narrowed.blocks.prefix(2)) == whole.blocks)
        #expect(Set(narrowed.blocks).count == 3)
        #expect(whole.block == Macaroon.revocationID(of: try Macaroon(text: Vectors.one).signature))
        let other = try Macaroon(text: Vectors.one).narrowed(by: "rights = read").text
        #expect(try tokens.verify(other, at: now).block != narrowed.block)
    }

    @Test("an earlier key is believed until its grace ends, and its tokens end with it")
    func grace() throws {
        let keys = Keyring([
            StoredRootKey(bytes: .random(count: 32), endsAt: nil),
            StoredRootKey(bytes: Vectors.rootKeyBytes, endsAt: now + 1000),
        ])
        #expect(try keys.verify(Vectors.one, at: now + 999).expiresAt == now + 1000)
        #expect(throws: TokenError.forged) { try keys.verify(Vectors.one, at: now + 1000) }
    }
}
