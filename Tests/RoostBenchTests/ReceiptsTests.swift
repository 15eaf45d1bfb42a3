import Testing

@testable import RoostBench

@Suite("Receipts: which messages came")
struct ReceiptsTests {
    @Test("a number is new once, in any order")
    func inserting() {
        var receipts = Receipts()
        #expect([200, 0, 63, 64].map { receipts.insert($0) } == [true, true, true, true])
        #expect([64, 200, 0].map { receipts.insert($0) } == [false, false, false])
        #expect(receipts.count == 4)
    }

    @Test("missing are those that the other side lacks, and not what it has besides")
    func missing() {
        var sent = Receipts()
        var came = Receipts()
        for number in 0..<130 { _ = sent.insert(number) }
        for number in 0..<65 where number != 3 { _ = came.insert(number) }
        _ = came.insert(500)
        #expect(sent.countMissing(in: came) == 66)
        #expect(sent.countMissing(in: sent) == 0)
        #expect(Receipts().countMissing(in: came) == 0)
    }
}
