import RoostKit
import Testing

@testable import RoostModules

@Suite("Modules: rates of requests")
struct RateTableTests {
    private let start = ContinuousClock.now

    private func asker(_ name: String, role: String = "member", address: String? = nil) -> Asker {
        Asker(user: UserID(rawValue: name), role: role, address: address)
    }

    @Test("so many at once, then as many again over the time; what is refused does not count")
    func allowance() {
        var table = RateTable()
        let rate = RateLimit(3, per: .seconds(30))
        let ada = asker("ada")
        for _ in 0..<3 { #expect(table.take("a", of: ada, rate, at: start) == nil) }
        #expect(table.take("a", of: ada, rate, at: start) == 10)
        #expect(table.take("a", of: ada, rate, at: start + .seconds(9)) == 1)
        #expect(table.take("a", of: ada, rate, at: start + .seconds(10)) == nil)
        #expect(table.take("a", of: ada, rate, at: start + .seconds(10)) == 10)
        #expect(table.take("b", of: ada, rate, at: start) == nil, "another request")
        #expect(table.take("a", of: asker("ben"), rate, at: start) == nil, "somebody else")
        for _ in 0..<3 { #expect(table.take("a", of: ada, rate, at: start + .seconds(300)) == nil) }
        #expect(table.take("a", of: ada, rate, at: start + .seconds(300)) == 10)
    }

    @Test("guests count by address, whatever they call themselves")
    func guests() {
        var table = RateTable()
        let rate = RateLimit(1, per: .seconds(60))
        let one = asker("guest:a-1", role: "guest", address: "10.0.0.1")
        let same = asker("guest:b-2", role: "guest", address: "10.0.0.1")
        #expect(table.take("a", of: one, rate, at: start) == nil)
        #expect(table.take("a", of: same, rate, at: start) == 60)
        #expect(
            table.take("a", of: .anonymous(connection: "c", address: "10.0.0.1"), rate, at: start) == 60
        )
    }

    @Test("a crowd does not make it forget who asked just now")
    func crowd() {
        var table = RateTable()
        let rate = RateLimit(1, per: .seconds(3_600))
        for number in 0..<20_000 { _ = table.take("a", of: asker("user\(number)"), rate, at: start) }
        #expect(table.take("a", of: asker("user19999"), rate, at: start) == 3_600)
        #expect(table.take("a", of: asker("user15001"), rate, at: start) == 3_600)
        #expect(table.count <= 10_000)
    }
}
