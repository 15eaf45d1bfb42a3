/// All words of the filters at once, found in one pass over a text (Aho and Corasick, 1975).
///
/// The nodes are numbered breadth first, so that the children of one lie side by side in order of their bytes.
struct WordAutomaton: Sendable {
    /// A pattern that was found, and where.
    struct Match: Equatable {
        /// Its place among the patterns.
        let pattern: Int
        /// The bytes of the folded text that it matches.
        let bytes: Range<Int>
    }

    private let patterns: [WordPattern]
    /// The byte that leads to a node.
    private var bytes: [UInt8] = [0]
    /// Where the children of a node begin; they end where those of the next one begin.
    private var children: [Int32] = []
    /// The node of the longest proper suffix.
    private var suffix: [Int32] = [0]
    /// The nearest suffix that is a key, or 0.
    private var shorter: [Int32] = [0]
    /// The patterns whose key ends at a node: a range of `order`.
    private var first: [Int32] = [0]
    private var count: [Int32] = [0]
    /// The patterns in order of their keys.
    private let order: [Int32]

    /// The automaton of `patterns`; a tenth of a second or more for a hundred thousand, so not while others wait.
    init(_ patterns: [WordPattern]) {
        self.patterns = patterns
        let keys = patterns.map(\.key)
        order = keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }.map(Int32.init)
        build(keys)
    }

    private mutating func build(_ keys: [[UInt8]]) {
        // Of each node, the part of `order` that begins with it, and its length.
        var parts: [(range: Range<Int>, depth: Int, parent: Int)] = [(order.indices, 0, 0)]
        var node = 0
        while node < parts.count {
            let (range, depth, parent) = parts[node]
            children.append(Int32(parts.count))
            var place = range.lowerBound
            while place < range.upperBound, keys[Int(order[place])].count == depth { place += 1 }
            (first[node], count[node]) = (Int32(range.lowerBound), Int32(place - range.lowerBound))
            if node > 0 { link(node, under: parent) }
            while place < range.upperBound {
                let byte = keys[Int(order[place])][depth]
                let start = place
                while place < range.upperBound, keys[Int(order[place])][depth] == byte { place += 1 }
                append(byte)
                parts.append((start..<place, depth + 1, node))
            }
            node += 1
        }
        children.append(Int32(parts.count))
    }

    private mutating func append(_ byte: UInt8) {
        bytes.append(byte)
        suffix.append(0)
        shorter.append(0)
        first.append(0)
        count.append(0)
    }

    /// Links `node` to its suffixes, which are shorter and so have their links.
    private mutating func link(_ node: Int, under parent: Int) {
        guard parent != 0 else { return }
        var candidate = Int(suffix[parent])
        var target = child(of: candidate, bytes[node])
        while target == nil, candidate != 0 {
            candidate = Int(suffix[candidate])
            target = child(of: candidate, bytes[node])
        }
        let found = target ?? 0
        suffix[node] = Int32(found)
        shorter[node] = count[found] > 0 ? Int32(found) : shorter[found]
    }

    private func child(of node: Int, _ byte: UInt8) -> Int? {
        var (low, high) = (Int(children[node]), Int(children[node + 1]))
        while low < high {
            let middle = (low + high) / 2
            if bytes[middle] == byte { return middle }
            if bytes[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// Everything that is found in `text`, in the order in which it ends, until `budget` is spent.
    func matches(in text: FoldedText, budget: inout WorkBudget) -> [Match] {
        guard !patterns.isEmpty else { return [] }
        var found: [Match] = []
        var node = 0
        for (place, byte) in text.bytes.enumerated() {
            var next = child(of: node, byte)
            while next == nil, node != 0 {
                node = Int(suffix[node])
                next = child(of: node, byte)
            }
            node = next ?? 0
            var key = count[node] > 0 ? node : Int(shorter[node])
            while key != 0 {
                for index in order[Int(first[key])..<Int(first[key] + count[key])] {
                    guard budget.spend(4) else { return found }
                    let pattern = patterns[Int(index)]
                    let start = place + 1 - pattern.key.count
                    if let bytes = pattern.match(in: text, from: start, budget: &budget) {
                        found.append(Match(pattern: Int(index), bytes: bytes))
                    }
                }
                key = Int(shorter[key])
            }
        }
        return found
    }
}
