/// Numbers of messages, one bit each.
struct Receipts: Equatable {
    private var words: [UInt64] = []

    /// How many numbers there are.
    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// Adds `number`, and tells whether it is new.
    mutating func insert(_ number: Int) -> Bool {
        let (index, bit) = (number / UInt64.bitWidth, UInt64(1) << (number % UInt64.bitWidth))
        if index >= words.count { words += Array(repeating: 0, count: index + 1 - words.count) }
        defer { words[index] |= bit }
        return words[index] & bit == 0
    }

    /// How many of these numbers `other` lacks.
    func countMissing(in other: Receipts) -> Int {
        words.indices.reduce(0) { count, index in
            let theirs = index < other.words.count ? other.words[index] : 0
            return count + (words[index] & ~theirs).nonzeroBitCount
        }
    }
}
