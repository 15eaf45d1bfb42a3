import NIOCore
import Testing

@testable import EngineIO

@Suite("Engine.IO: budgets of addresses")
struct AddressBudgetTests {
    private let budgets = AddressBudgets(byteLimit: 1_000, isProxy: EngineConfiguration.isLoopback)

    private func budget(_ address: String) throws -> AddressBudget? {
        budgets.budget(of: try SocketAddress(ipAddress: address, port: 80))
    }

    @Test("one address has one budget, an IPv6 network of 64 bits too, and a proxy has none")
    func owners() throws {
        let budget = try #require(try budget("192.0.2.1"))
        #expect(try self.budget("192.0.2.1") === budget)
        #expect(try self.budget("192.0.2.2") !== budget)
        let network = try #require(try self.budget("2001:db8:0:1::1"))
        #expect(try self.budget("2001:db8:0:1:ffff::9") === network)
        #expect(try self.budget("2001:db8:0:2::1") !== network)
        let mapped = try #require(try self.budget("::ffff:192.0.2.7"))
        #expect(try self.budget("::ffff:192.0.2.8") !== mapped)
        #expect(try self.budget("127.0.0.1") == nil)
    }

    @Test("what is held counts until its holder is gone")
    func holding() throws {
        let budget = try budget("192.0.2.1")
        var first = Holding(budget)
        var fits = first.hold(600)
        #expect(fits)
        do {
            var second = Holding(budget)
            fits = second.hold(600)
            #expect(!fits)
            fits = second.hold(400)
            #expect(fits)
            fits = second.hold(500)
            #expect(!fits)
            fits = second.hold(300)
            #expect(fits)
        }
        fits = first.hold(1_000)
        #expect(fits)
        fits = first.hold(1_001)
        #expect(!fits)
    }
}
