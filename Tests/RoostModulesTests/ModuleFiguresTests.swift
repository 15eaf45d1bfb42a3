import RoostKit
import Testing

@testable import RoostModules

@Suite("Module figures: what modules count and measure")
struct ModuleFiguresTests {
    private func values(_ figures: ModuleFigures) -> [String: Double] {
        Dictionary(uniqueKeysWithValues: figures.readings(of: "notes").map { ($0.name, $0.value) })
    }

    @Test("a counter goes up, and a gauge is what it was set to last")
    func kinds() {
        let figures = ModuleFigures()
        for amount in [1, 2, 0, -1, .min] { figures.count("taken", by: amount) }
        for value in [3, -4.5] { figures.gauge("level", value) }
        #expect(values(figures) == ["roost_module_notes_taken_total": 3, "roost_module_notes_level": -4.5])
    }

    @Test(
        "a name that would not be one among others is not kept",
        arguments: ["", "A", "a b", "a{b=\"c\"}", "ä"]
    )
    func names(name: String) {
        let figures = ModuleFigures()
        figures.count(name, by: 1)
        figures.gauge(name, 1)
        #expect(values(figures).isEmpty)
    }

    @Test("there is a bound for how many there are, and those that are there go on")
    func bound() {
        let figures = ModuleFigures()
        for number in 0..<200 { figures.gauge("g\(number)", 1) }
        figures.gauge("g0", 2)
        #expect(values(figures).count == 100)
        #expect(values(figures)["roost_module_notes_g0"] == 2)
    }
}
