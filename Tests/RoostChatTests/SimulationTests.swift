import Foundation
import RoostKit
import Testing

@testable import RoostChat

@Suite("Room: simulated days")
struct SimulationTests {
    /// The seed of `make simulate SEED=n`, or one by chance.
    private static let seed =
        ProcessInfo.processInfo.environment["ROOST_SIMULATION_SEED"].flatMap(UInt64.init)
        ?? .random(in: 0 ... .max)

    @Test("all hear one order, from their join to their leave, without a gap and nothing twice")
    func day() async throws {
        print("to repeat this day: make simulate SEED=\(Self.seed)")
        let simulation = try await Simulation(seed: Self.seed)
        try await simulation.run(steps: 400)

        let announced = simulation.house.announced
        #expect(announced.map(\.sequence) == announced.indices.map { Int64($0) + 1 }, "seed \(Self.seed)")
        for stay in simulation.house.stays {
            let end = try #require(stay.end)
            #expect(stay.heard == Array(announced[stay.begin..<end]), "seed \(Self.seed)")
        }

        let posted = announced.compactMap { if case .posted(let message) = $0 { message } else { nil } }
        #expect(Set(posted.map(\.key)).count == posted.count, "seed \(Self.seed)")
        let places = Dictionary(posted.map { ($0.key, $0.sequence) }) { first, _ in first }
        #expect(simulation.house.answerCount == simulation.requestCount, "seed \(Self.seed)")
        for message in simulation.house.acknowledged {
            #expect(places[message.key] == message.sequence, "seed \(Self.seed)")
        }
    }
}
