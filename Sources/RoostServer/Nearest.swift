/// The one of `known` that `word` was perhaps meant to be; `nil` where none is near.
package func nearest(to word: String, in known: [String]) -> String? {
    let limit = max(1, word.count / 3)
    return known.map { (name: $0, distance: distance(Array(word.lowercased()), Array($0.lowercased()))) }
        .filter { $0.distance <= limit }
        .min { $0.distance < $1.distance }?.name
}

/// How many letters must be put in, taken out, replaced or swapped with the next one to get from `a` to `b`.
private func distance(_ a: [Character], _ b: [Character]) -> Int {
    var (before, last) = ([Int](), Array(0...b.count))
    for (i, letter) in a.enumerated() {
        var row = [i + 1]
        for (j, other) in b.enumerated() {
            var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (letter == other ? 0 : 1))
            if i > 0, j > 0, letter == b[j - 1], a[i - 1] == other { best = min(best, before[j - 1] + 1) }
            row.append(best)
        }
        (before, last) = (last, row)
    }
    return last[b.count]
}
