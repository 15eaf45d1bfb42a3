import Testing

@testable import RoostAuth

@Suite("PasswordCost: a cost for this machine")
struct PasswordCostTests {
    /// A machine that fills a MiB in `microseconds`.
    private func proposal(microseconds: Int64, memoryLimitKiB: UInt32) -> (cost: PasswordCost, time: Duration)
    {
        PasswordCost.proposal(memoryLimitKiB: memoryLimitKiB) { cost in
            .microseconds(microseconds * Int64(cost.memoryKiB) / 1024 * Int64(cost.passes))
        }
    }

    @Test("a slow machine gets the least cost")
    func slow() {
        #expect(proposal(microseconds: 10_000, memoryLimitKiB: 1 << 20).cost == .standard)
        #expect(proposal(microseconds: 10_000, memoryLimitKiB: 0).cost == .standard)
    }

    @Test("a fast one gets more memory, and takes 50 to 100 ms", arguments: [900, 300, 100, 60] as [Int64])
    func fast(microseconds: Int64) {
        let (cost, time) = proposal(microseconds: microseconds, memoryLimitKiB: 1 << 20)
        #expect(cost.memoryKiB > PasswordCost.standard.memoryKiB && cost.passes == 2)
        #expect((.milliseconds(50))...(.milliseconds(100)) ~= time)
    }

    @Test("where memory is short, passes grow instead")
    func small() {
        let (cost, time) = proposal(microseconds: 100, memoryLimitKiB: 40_000)
        #expect(cost.memoryKiB == 38_912 && cost.passes > 2)
        #expect((.milliseconds(50))...(.milliseconds(100)) ~= time)
    }

    @Test("hashes are really measured")
    func measured() {
        let (cost, time) = PasswordCost.proposal(memoryLimitKiB: 0)
        #expect(cost.passes >= 2 && time >= .milliseconds(50))
    }
}
