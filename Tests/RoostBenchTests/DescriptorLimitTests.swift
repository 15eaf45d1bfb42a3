import Testing

@testable import RoostBench

@Suite("DescriptorLimit: how many connections fit")
struct DescriptorLimitTests {
    @Test("connections that do not fit are refused before any is opened")
    func limit() throws {
        try DescriptorLimit.check(connections: 900, each: 1, allowed: 1_024)
        #expect(throws: BenchError.tooFewDescriptors(needed: 1_064, allowed: 1_024)) {
            try DescriptorLimit.check(connections: 1_000, each: 1, allowed: 1_024)
        }
        #expect(throws: BenchError.self) {
            try DescriptorLimit.check(connections: 900, each: 3, allowed: 1_024)
        }
    }
}
