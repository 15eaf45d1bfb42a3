import RoostKit
import Testing

@testable import Moderation

@Suite("Moderation: pace")
struct PaceTests {
    private func proposal(_ id: String, _ text: String, room: String = "lobby") -> MessageProposal {
        MessageProposal(
            id: id,
            room: RoomID(rawValue: room),
            asker: Asker(user: UserID(rawValue: "ada")),
            text: text
        )
    }

    @Test("so many messages in a time, and then the next when the first is old enough")
    func flood() {
        let pace = Pacer()
        let limits = PaceLimits(messages: 3, window: 1_000)
        for number in 0..<3 {
            #expect(
                pace.take(proposal("\(number)", "text \(number)"), at: Int64(number), limits: limits)
                    == .accept
            )
        }
        #expect(pace.take(proposal("3", "text 3"), at: 400, limits: limits) == .wait(600))
        #expect(pace.take(proposal("2", "text 2"), at: 400, limits: limits) == .accept, "a retry")
        #expect(pace.take(proposal("3", "text 3"), at: 1_000, limits: limits) == .accept)
        #expect(pace.take(proposal("4", "text 4"), at: 1_000, limits: limits) == .wait(1))
    }

    @Test("the same text so often and no more, however it is spaced")
    func duplicates() {
        let pace = Pacer()
        let limits = PaceLimits(messages: 100, duplicates: 2, duplicateWindow: 1_000)
        #expect(pace.take(proposal("0", "Buy it!"), at: 0, limits: limits) == .accept)
        #expect(pace.take(proposal("1", "buy  IT"), at: 1, limits: limits) == .accept)
        #expect(pace.take(proposal("2", "b u y it."), at: 2, limits: limits) == .duplicate)
        #expect(pace.take(proposal("3", "else"), at: 2, limits: limits) == .accept)
        #expect(pace.take(proposal("4", "buy it"), at: 1_001, limits: limits) == .accept)
    }

    @Test("slow mode counts in its room alone")
    func slow() {
        let pace = Pacer()
        #expect(pace.take(proposal("0", "one"), at: 0, limits: PaceLimits(), slow: 500) == .accept)
        #expect(pace.take(proposal("1", "two"), at: 200, limits: PaceLimits(), slow: 500) == .wait(300))
        #expect(
            pace.take(proposal("1", "two", room: "den"), at: 200, limits: PaceLimits(), slow: 500) == .accept
        )
        #expect(pace.take(proposal("1", "two"), at: 500, limits: PaceLimits(), slow: 500) == .accept)
    }

    @Test("slow mode holds however much one posts in other rooms meanwhile")
    func slowElsewhere() {
        let pace = Pacer()
        let limits = PaceLimits(messages: 100)
        #expect(pace.take(proposal("0", "one"), at: 0, limits: limits, slow: 60_000) == .accept)
        for number in 1...200 {
            let elsewhere = proposal("\(number)", "text \(number)", room: "den")
            #expect(pace.take(elsewhere, at: Int64(number) * 200, limits: limits) == .accept)
        }
        #expect(pace.take(proposal("201", "two"), at: 40_001, limits: limits, slow: 60_000) == .wait(19_999))
        #expect(pace.take(proposal("202", "two"), at: 60_000, limits: limits, slow: 60_000) == .accept)
    }

    @Test("who runs into limits again and again strikes out, and who waits does not")
    func strikes() {
        let pace = Pacer()
        let limits = PaceLimits(window: 1_000, strikes: 3)
        #expect([0, 3_000, 9_000].map { pace.strike(at: $0, limits: limits) } == [false, false, false])
        #expect([9_001].map { pace.strike(at: $0, limits: limits) } == [false])
        #expect(pace.strike(at: 9_002, limits: limits))
    }

    @Test("the memory is bounded, and forgets who was silent longest")
    func bounded() {
        let paces = Pacer()
        let limits = PaceLimits(messages: 1, window: 1_000_000)
        for number in 0..<20_001 {
            let proposal = MessageProposal(
                id: "1",
                room: RoomID(rawValue: "lobby"),
                asker: Asker(user: UserID(rawValue: "u\(number)")),
                text: "x"
            )
            #expect(paces.takeOfMany(proposal, at: Int64(number), limits: limits) == .accept)
        }
        let last = MessageProposal(
            id: "2",
            room: RoomID(rawValue: "lobby"),
            asker: Asker(user: UserID(rawValue: "u20000")),
            text: "x"
        )
        #expect(paces.takeOfMany(last, at: 20_001, limits: limits) != .accept)
    }
}

/// Somebody's pace that macros can ask.
private final class Pacer {
    private var pace = Pace()
    private var paces = Paces()

    func take(_ proposal: MessageProposal, at now: Int64, limits: PaceLimits, slow: Int64 = 0) -> Pace.Outcome
    {
        pace.take(proposal, at: now, limits: limits, slow: slow)
    }

    func takeOfMany(_ proposal: MessageProposal, at now: Int64, limits: PaceLimits) -> Pace.Outcome {
        paces.take(proposal, at: now, limits: limits, slow: 0)
    }

    func strike(at now: Int64, limits: PaceLimits) -> Bool { pace.strike(at: now, limits: limits) }
}
