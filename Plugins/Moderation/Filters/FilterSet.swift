internal import Foundation
internal import RoostKit

/// All filters, made ready to judge texts.
struct FilterSet: Sendable {
    /// What becomes of a text.
    enum Finding: Equatable {
        case accept
        case mask(String)
        case hold(rule: Int64)
        case refuse(rule: Int64)
        /// The filters could not tell in time.
        case tooMuch
    }

    /// Enough for the lists of words that people share.
    static let wordLimit = 100_000
    static let linkLimit = 10_000
    static let expressionLimit = 200

    /// The rules, by id.
    let rules: [Int64: FilterRule]
    private let words: [FilterRule]
    private let automaton: WordAutomaton
    private let links: [String: [FilterRule]]
    private let expressions: [(rule: FilterRule, expression: Expression)]

    /// No filters.
    init() {
        (rules, words, links, expressions) = ([:], [], [:], [])
        automaton = WordAutomaton([])
    }

    /// The filters that `rules` are.
    ///
    /// Not while others wait: see `WordAutomaton`.
    /// - Throws: `FilterError` for a pattern that is none of its kind.
    init(_ rules: [FilterRule]) throws(FilterError) {
        self.rules = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
        words = rules.filter { $0.kind == .word }
        var patterns: [WordPattern] = []
        for rule in words { patterns.append(try WordPattern(rule.pattern)) }
        automaton = WordAutomaton(patterns)
        links = Dictionary(grouping: rules.filter { $0.kind == .link }) { $0.pattern.lowercased() }
        var expressions: [(FilterRule, Expression)] = []
        for rule in rules where rule.kind == .expression {
            expressions.append((rule, try Expression(rule.pattern)))
        }
        self.expressions = expressions
    }

    /// The same, made on a thread of its own, so that the module goes on judging meanwhile.
    static func made(of rules: [FilterRule]) async throws -> FilterSet {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try FilterSet(rules) })
            }
        }
    }

    /// What becomes of `text` in `room`.
    func judge(_ text: String, in room: RoomID, budget: WorkBudget = WorkBudget()) -> Finding {
        guard !rules.isEmpty else { return .accept }
        var budget = budget
        let folded = FoldedText(text)
        var hits: [(rule: FilterRule, characters: Range<Int>)] = []
        for match in automaton.matches(in: folded, budget: &budget) where words[match.pattern].holds(in: room)
        {
            hits.append((words[match.pattern], folded.characters(of: match.bytes)))
        }
        for link in Link.all(in: folded) {
            guard let rule = rule(for: link, in: room), rule.verdict != .allow else { continue }
            hits.append((rule, folded.characters(of: link.bytes)))
        }
        for (rule, expression) in expressions where rule.holds(in: room) {
            guard budget.isLeft else { return .tooMuch }
            switch expression.outcome(in: folded.bytes, budget: budget) {
            case .matches(let ranges): hits += ranges.map { (rule, folded.characters(of: $0)) }
            case .tooMuch: return rule.verdict == .hold ? .hold(rule: rule.id) : .refuse(rule: rule.id)
            }
        }
        guard budget.isLeft else { return .tooMuch }
        return finding(hits, in: folded)
    }

    /// The rule of the nearest domain, one for the room before one for everywhere.
    private func rule(for link: Link, in room: RoomID) -> FilterRule? {
        for domain in link.domains + (link.isExplicit ? ["*"] : []) {
            let found = (links[domain] ?? []).filter { $0.holds(in: room) }
            if let rule = found.first(where: { $0.room != nil }) ?? found.first { return rule }
        }
        return nil
    }

    private func finding(_ hits: [(rule: FilterRule, characters: Range<Int>)], in text: FoldedText) -> Finding
    {
        guard let worst = hits.max(by: { $0.rule.verdict < $1.rule.verdict })?.rule else { return .accept }
        switch worst.verdict {
        case .allow: return .accept
        case .hold: return .hold(rule: worst.id)
        case .refuse: return .refuse(rule: worst.id)
        case .mask:
            var characters = text.characters
            for hit in hits {
                for place in hit.characters where !characters[place].isWhitespace { characters[place] = "*" }
            }
            return .mask(String(characters))
        }
    }
}

extension FoldedText {
    /// The characters that the folded `bytes` came from.
    fileprivate func characters(of bytes: Range<Int>) -> Range<Int> {
        guard let last = bytes.last else { return 0..<0 }
        return Int(origins[bytes.lowerBound])..<Int(origins[last]) + 1
    }
}
