import Testing

@testable import RoostBench

@Suite("Stamp: what a message's text tells")
struct StampTests {
    private let stamp = Stamp(run: "r1", number: 7, time: .nanoseconds(12_345_678_901))

    @Test("a text has the size that is asked for, and tells what was put in", arguments: [60, 100, 8_192])
    func roundTrip(size: Int) {
        let text = stamp.text(size: size)
        #expect(text.utf8.count == size)
        #expect(Stamp(text) == stamp)
    }

    @Test("a size that is too small for the stamp does not cut it")
    func small() {
        #expect(Stamp(stamp.text(size: 1)) == stamp)
    }

    @Test(
        "what people say is no stamp",
        arguments: ["", "hello", "bench", "bench r1 7", "bench r1 x 5 ", "bench r1 -1 5 ", "bank r1 7 5 x"]
    )
    func strangers(text: String) {
        #expect(Stamp(text) == nil)
    }
}
