internal import Foundation
internal import RoostKit

/// The filters of one room, or those of the whole server, made ready to judge texts.
struct PlaceFilters: Sendable {
    /// All of them, in the order of their ids.
    let rules: [FilterRule]
    /// Those with a pattern that is none of its kind, and what is wrong with it; they judge nothing.
    private(set) var broken: [(rule: FilterRule, error: FilterError)] = []
    private(set) var links: [String: FilterRule] = [:]
    private(set) var expressions: [(rule: FilterRule, expression: Expression)] = []
    private let words: [FilterRule]
    private let automaton: WordAutomaton

    /// The filters that `rules` are.
    ///
    /// Not while others wait: see `WordAutomaton`.
    init(_ rules: [FilterRule]) {
        self.rules = rules.sorted { $0.id < $1.id }
        var (words, patterns) = ([FilterRule](), [WordPattern]())
        for rule in self.rules {
            do throws(FilterError) {
                switch rule.kind {
                case .word:
                    patterns.append(try WordPattern(rule.pattern))
                    words.append(rule)
                case .link: links[try Link.pattern(rule.pattern)] = rule
                case .expression: expressions.append((rule, try Expression(rule.pattern)))
                }
            } catch {
                broken.append((rule, error))
            }
        }
        self.words = words
        automaton = WordAutomaton(patterns)
    }

    /// The same, made on a thread of its own, so that the module goes on judging meanwhile.
    static func made(of rules: [FilterRule]) async -> PlaceFilters {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: PlaceFilters(rules)) }
        }
    }

    /// Where the words are in `text`, until `budget` is spent.
    func words(in text: FoldedText, budget: inout WorkBudget) -> [(rule: FilterRule, bytes: Range<Int>)] {
        automaton.matches(in: text, budget: &budget).map { (words[$0.pattern], $0.bytes) }
    }
}
