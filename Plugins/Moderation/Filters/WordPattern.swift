/// A word or phrase that a filter looks for, in which `*` stands for the rest of a word.
///
/// `bad` is the word alone, `bad*` what begins with it, `*bad*` what contains it, and `ba*d` what begins and ends so.
struct WordPattern: Hashable, Sendable {
    /// Longer ones are phrases for an expression.
    static let characterLimit = 64
    private static let starLimit = 4

    /// What stands between the stars, folded; none is empty.
    let fragments: [[UInt8]]
    /// Whether a word may begin earlier than the match.
    let isOpenAtStart: Bool
    /// Whether a word may end later than the match.
    let isOpenAtEnd: Bool

    /// The pattern that `text` is.
    /// - Throws: `RequestError` where what it begins with has no two characters, or it is too long.
    init(_ text: String) throws(FilterError) {
        guard 1...Self.characterLimit ~= text.count else { throw .badPattern("it has 1 to 64 characters") }
        let folded = FoldedText(text).bytes
        let star = UInt8(ascii: "*")
        fragments = folded.split(separator: star).map(Array.init)
        guard folded.count(where: { $0 == star }) <= Self.starLimit else {
            throw .badPattern("it has at most \(Self.starLimit) stars")
        }
        // A shorter one is found so often in a text that a list of them takes for ever.
        guard fragments.first?.count ?? 0 >= 2 else {
            throw .badPattern("the first of what stands between its stars has two characters")
        }
        isOpenAtStart = folded.first == star
        isOpenAtEnd = folded.last == star
    }

    /// What the automaton looks for; the rest is compared where that is found.
    var key: [UInt8] { fragments[0] }

    /// The bytes of `text` that match, where the first fragment was found to begin at `start`.
    func match(in text: FoldedText, from start: Int, budget: inout WorkBudget) -> Range<Int>? {
        guard isOpenAtStart || text.isBoundary(start) else { return nil }
        var end = start + fragments[0].count
        for (index, fragment) in fragments.enumerated().dropFirst() {
            let mustEndWord = index == fragments.count - 1 && !isOpenAtEnd
            guard let next = Self.find(fragment, in: text, from: end, mustEndWord: mustEndWord, &budget)
            else { return nil }
            end = next
        }
        if fragments.count == 1, !isOpenAtEnd, !text.isBoundary(end) { return nil }
        return wholeWords(from: start, to: end, in: text)
    }

    /// Where the first `fragment` at or after `start` ends, with nothing but letters before it.
    private static func find(
        _ fragment: [UInt8],
        in text: FoldedText,
        from start: Int,
        mustEndWord: Bool,
        _ budget: inout WorkBudget
    ) -> Int? {
        var place = start
        while place + fragment.count <= text.bytes.count, budget.spend(1) {
            let end = place + fragment.count
            if text.bytes[place..<end].elementsEqual(fragment), !mustEndWord || text.isBoundary(end) {
                return end
            }
            guard text.isWord[place] else { return nil }
            place += 1
        }
        return nil
    }

    private func wholeWords(from start: Int, to end: Int, in text: FoldedText) -> Range<Int> {
        var (start, end) = (start, end)
        if isOpenAtStart { while !text.isBoundary(start) { start -= 1 } }
        if isOpenAtEnd { while !text.isBoundary(end) { end += 1 } }
        return start..<end
    }
}
