/// What a message's text tells the members of its room: which message it is, and when it should have been sent.
struct Stamp: Equatable {
    /// Separates this run from others, and from what people say.
    let run: String
    /// The message's number in its room.
    let number: Int
    /// When it should have been sent, by the run's clock.
    let time: Duration

    init(run: String, number: Int, time: Duration) {
        self.run = run
        self.number = number
        self.time = time
    }

    /// The stamp in `text`; nil where somebody else wrote it.
    init?(_ text: String) {
        let words = text.split(separator: " ", maxSplits: 4)
        guard words.count >= 4, words[0] == "bench", let number = Int(words[2]), number >= 0,
            let nanoseconds = Int64(words[3])
        else { return nil }
        self.init(run: String(words[1]), number: number, time: .nanoseconds(nanoseconds))
    }

    /// A text with the stamp in it, filled up to `size` bytes.
    func text(size: Int) -> String {
        let stamp = "bench \(run) \(number) \(time.nanoseconds) "
        return stamp + String(repeating: "x", count: max(0, size - stamp.utf8.count))
    }
}
