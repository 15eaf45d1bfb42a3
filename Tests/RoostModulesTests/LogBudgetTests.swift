import Testing

@testable import RoostModules

@Suite("Log budget: how much a module may say")
struct LogBudgetTests {
    @Test("a burst passes, then so many lines a second; the next line that passes tells how many were lost")
    func budget() {
        let start = ContinuousClock.now
        var budget = LogBudget(at: start)
        for _ in 0..<100 { #expect(budget.take(at: start) == 0) }
        for _ in 0..<7 { #expect(budget.take(at: start) == nil) }
        #expect(budget.take(at: start + .milliseconds(150)) == 7)
        #expect(budget.take(at: start + .milliseconds(160)) == nil)
        let later = start + .seconds(3_600)
        #expect(budget.take(at: later) == 1)
        for _ in 0..<99 { #expect(budget.take(at: later) == 0) }
        #expect(budget.take(at: later) == nil)
    }
}
