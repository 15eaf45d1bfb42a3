import Testing

@testable import SocketIO

@Suite("Trail: how far a client was in each room")
struct TrailTests {
    private func mark(_ room: String, _ number: Int64) -> EventMark { EventMark(room: room, number: number) }

    private func trail() -> Trail {
        var trail = Trail()
        trail.enter("den", after: 7)
        trail.enter("inn", after: 2)
        trail.sent(mark("den", 8))
        trail.sent(mark("inn", 3))
        trail.sent(mark("den", 9))
        return trail
    }

    @Test("the last event that it had tells what it had in the other rooms")
    func positions() {
        #expect(trail().positions(after: mark("den", 9)) == ["den": 9, "inn": 3])
        #expect(trail().positions(after: mark("inn", 3)) == ["den": 8, "inn": 3])
        #expect(trail().positions(after: mark("den", 8)) == ["den": 8, "inn": 2])
    }

    @Test("one that it was not sent tells nothing; a client that had none lacks all that it was sent")
    func unknown() {
        #expect(trail().positions(after: mark("den", 10)) == nil)
        #expect(trail().positions(after: nil) == ["den": 7, "inn": 2])
        var fresh = Trail()
        fresh.enter("den", after: 7)
        #expect(fresh.positions(after: nil) == ["den": 7])
        #expect(fresh.positions(after: mark("elsewhere", 1)) == ["den": 7])
    }

    @Test("a room that it came into after its last event begins where it came in")
    func laterRoom() {
        var trail = trail()
        trail.enter("bar", after: 5)
        trail.sent(mark("bar", 6))
        #expect(trail.positions(after: mark("den", 8)) == ["den": 8, "inn": 2, "bar": 5])
        trail.exit("den")
        #expect(trail.positions(after: mark("bar", 6)) == ["inn": 3, "bar": 6])
    }

    @Test("who came back and lost the connection again before a word is as far as before")
    func again() {
        var trail = Trail(positions: ["den": 8, "inn": 2], last: mark("den", 8))
        trail.sent(mark("den", 9))
        #expect(trail.positions(after: mark("den", 8)) == ["den": 8, "inn": 2])
        #expect(trail.positions(after: mark("den", 9)) == ["den": 9, "inn": 2])
    }

    @Test("it stays small, and what is too long ago is not known")
    func limit() {
        var trail = trail()
        for number in 10..<10_000 { trail.sent(mark("den", Int64(number))) }
        #expect(trail.count < 300)
        #expect(trail.positions(after: mark("den", 9_999)) == ["den": 9_999, "inn": 3])
        #expect(trail.positions(after: mark("den", 9_990)) == ["den": 9_990, "inn": 3])
        #expect(trail.positions(after: mark("den", 10)) == nil)
    }

    @Test("an offset is what a mark was made of")
    func offsets() {
        let mark = EventMark(room: "a/b", number: 12)
        #expect(EventMark(offset: mark.offset) == mark)
        for text in [
            "", "12", "/", "x/a", "99999999999999999999/a", "1/" + String(repeating: "a", count: 300),
        ] {
            #expect(EventMark(offset: text) == nil)
        }
    }
}
