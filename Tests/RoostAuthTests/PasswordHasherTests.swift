import Dispatch
import RoostTestKit
import Testing

@testable import RoostAuth

@Suite("PasswordHasher: hashing and comparing")
struct PasswordHasherTests {
    @Test("the right password is recognised, a wrong one is not")
    func verifies() async throws {
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        let phc = try await hasher.hash("correct horse")
        #expect(try await hasher.verify("correct horse", against: phc))
        #expect(try await !hasher.verify("correct hors", against: phc))
        #expect(try await !hasher.verify("Correct horse", against: phc))
        #expect(try await hasher.hash("correct horse") != phc)
    }

    @Test("the standard cost stands in the PHC string")
    func standard() async throws {
        let phc = try await PasswordHasher(threadCount: 1).hash("correct horse")
        #expect(phc.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        let parts = phc.split(separator: "$")
        #expect(parts[3].count == 22)
        #expect(parts[4].count == 43)
    }

    @Test("a hash of another program is read")
    func interop() async throws {
        // From the test vectors of the reference implementation: argon2id, version 19, 2 passes, 256 KiB.
        let phc = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        #expect(try await hasher.verify("password", against: phc))
        #expect(try await !hasher.verify("passwore", against: phc))
    }

    @Test(
        "a damaged hash matches nothing",
        arguments: ["", "$argon2id$", "plain", "$argon2id$v=19$m=8,t=1,p=1$A$A"]
    )
    func damaged(phc: String) async throws {
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        #expect(try await !hasher.verify("correct horse", against: phc))
    }

    @Test("a nobody's password costs a hash, and is wrong")
    func nobody() async throws {
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        #expect(try await !hasher.verify("correct horse", against: nil))
        #expect(hasher.hashCount == 1)
    }

    @Test("a password of 8 to 1024 bytes is hashed, others are refused before they cost anything")
    func lengths() async throws {
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        _ = try await hasher.hash("12345678")
        _ = try await hasher.hash("äöüß")
        _ = try await hasher.hash(String(repeating: "x", count: 1024))
        #expect(hasher.hashCount == 3)
        await #expect(throws: PasswordError.tooShort) { try await hasher.hash("1234567") }
        await #expect(throws: PasswordError.tooLong) {
            try await hasher.hash(String(repeating: "x", count: 1025))
        }
        await #expect(throws: PasswordError.tooLong) {
            try await hasher.verify(String(repeating: "ä", count: 513), against: nil)
        }
        #expect(hasher.hashCount == 3)
    }

    @Test("a zero byte does not end a password")
    func zeroByte() async throws {
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1)
        let phc = try await hasher.hash("correct\u{0}horse")
        #expect(try await !hasher.verify("correct\u{0}house", against: phc))
    }

    @Test("only a hash of another cost needs a new one")
    func rehash() async throws {
        let cheap = PasswordHasher(cost: .cheap(), threadCount: 1)
        let dearer = PasswordHasher(cost: .cheap(passes: 2), threadCount: 1)
        let phc = try await cheap.hash("correct horse")
        #expect(!cheap.needsRehash(phc))
        #expect(dearer.needsRehash(phc))
        #expect(try await dearer.verify("correct horse", against: phc))
    }

    @Test("whoever finds thread and queue full is told to retry, and a place gets free again")
    func busy() async throws {
        let hasher = PasswordHasher(cost: .cheap(), threadCount: 1, waitingLimit: 1)
        let gate = DispatchSemaphore(value: 0)
        async let held = hasher.run { () -> Bool? in
            gate.wait()
            return true
        }
        // An early failure must not leave the thread held.
        defer { gate.signal() }
        while hasher.insideCount < 1 { await Task.yield() }
        async let waiting = hasher.hash("correct horse")
        while hasher.insideCount < 2 { await Task.yield() }
        await #expect(throws: PasswordError.busy) { try await hasher.hash("correct horse") }
        await #expect(throws: PasswordError.busy) { try await hasher.verify("correct horse", against: nil) }
        gate.signal()
        #expect(try await held)
        #expect(try await waiting.hasPrefix("$argon2id$"))
        #expect(hasher.insideCount == 0)
        #expect(try await !hasher.verify("correct horse", against: nil))
    }

    @Test("a cost out of range is no cost")
    func costs() {
        #expect(PasswordCost(memoryKiB: 7, passes: 1) == nil)
        #expect(PasswordCost(memoryKiB: 8, passes: 0) == nil)
        #expect(PasswordCost(memoryKiB: .max, passes: 1) == nil)
        #expect(PasswordCost(memoryKiB: 19456, passes: 2) == .standard)
    }
}
