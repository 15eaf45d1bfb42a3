import Testing

@testable import RoostAuth

@Suite("Backoff: growing waits")
struct BackoffTests {
    private static let rule = BackoffRule(freeCount: 3, cap: 10_000, forgetting: 60_000, keyLimit: 4)

    private func backoff(failures: Int) -> Backoff<String> {
        var backoff = Backoff<String>(Self.rule)
        for _ in 0..<failures { backoff.add("ada", at: 0) }
        return backoff
    }

    @Test(
        "the wait begins after the free failures, doubles, and stays at its cap",
        arguments: [
            (0, 0), (1, 0), (2, 0), (3, 1000), (4, 2000), (5, 4000), (6, 8000), (7, 10_000), (8, 10_000),
            (500, 10_000),
        ] as [(Int, Int64)]
    )
    func grows(failures: Int, wait: Int64) {
        let backoff = backoff(failures: failures)
        #expect(backoff.wait(of: "ada", at: 0) == wait)
        #expect(backoff.wait(of: "ben", at: 0) == 0)
    }

    @Test("the wait runs out")
    func runsOut() {
        let backoff = backoff(failures: 5)
        #expect(backoff.wait(of: "ada", at: 3999) == 1)
        #expect(backoff.wait(of: "ada", at: 4000) == 0)
    }

    @Test("failures are forgotten one by one, however many there were")
    func forgets() {
        var backoff = backoff(failures: 500)
        backoff.add("ada", at: 4 * 60_000)
        #expect(backoff.wait(of: "ada", at: 4 * 60_000) == 2000)
        backoff.add("ada", at: 10 * 60_000)
        #expect(backoff.wait(of: "ada", at: 10 * 60_000) == 0)
    }

    @Test("a failure is taken back, and all are forgotten when asked")
    func takesBack() {
        var backoff = backoff(failures: 4)
        backoff.takeBack("ada", at: 400)
        #expect(backoff.wait(of: "ada", at: 400) == 600, "it counts from the last failure, not from now")
        backoff.forget("ada")
        #expect(backoff.wait(of: "ada", at: 0) == 0 && backoff.keyCount == 0)
    }

    @Test("a clock that is set back does not make the wait longer")
    func clockSetBack() {
        var backoff = backoff(failures: 0)
        for _ in 0..<4 { backoff.add("ada", at: 1_000_000) }
        #expect(backoff.wait(of: "ada", at: 0) == 2000)
    }

    @Test("beyond the limit the oldest are forgotten")
    func bounded() {
        var backoff = Backoff<Int>(Self.rule)
        for key in 0..<1000 {
            for _ in 0..<4 { backoff.add(key, at: Int64(key)) }
            #expect(backoff.keyCount <= 4)
        }
        for key in [997, 998, 999] { #expect(backoff.wait(of: key, at: Int64(key)) == 2000) }
        for key in [0, 1, 990] { #expect(backoff.wait(of: key, at: 999) == 0) }
    }
}
