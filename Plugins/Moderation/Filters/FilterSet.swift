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

    /// The filters of each room that has some, and those of the server, whose place is `nil`: what one room looks for costs no
    /// other room anything.
    private var places: [RoomID?: PlaceFilters] = [:]

    /// No filters.
    init() {}

    /// The filters that `rules` are.
    init(_ rules: [FilterRule]) {
        for (room, rules) in Dictionary(grouping: rules, by: \.room) {
            replace(PlaceFilters(rules), in: room)
        }
    }

    /// Those whose patterns are none of their kind.
    var broken: [(rule: FilterRule, error: FilterError)] { places.values.flatMap(\.broken) }

    /// The rules of a room, or of the server, in the order of their ids.
    func rules(of room: RoomID?) -> [FilterRule] { places[room]?.rules ?? [] }

    /// Has `filters` judge in a room, or everywhere, in the place of those that did.
    mutating func replace(_ filters: PlaceFilters, in room: RoomID?) {
        places[room] = filters.rules.isEmpty ? nil : filters
    }

    /// What becomes of `text` in `room`.
    func judge(_ text: String, in room: RoomID, budget: WorkBudget = WorkBudget()) -> Finding {
        let here = [places[room], places[nil]].compactMap(\.self)
        guard !here.isEmpty else { return .accept }
        var budget = budget
        let folded = FoldedText(text)
        var hits: [(rule: FilterRule, characters: Range<Int>)] = []
        for place in here {
            hits += place.words(in: folded, budget: &budget).map {
                ($0.rule, folded.characters(of: $0.bytes))
            }
        }
        for link in Link.all(in: folded) {
            guard let rule = Self.rule(for: link, in: here), rule.verdict != .allow else { continue }
            hits.append((rule, folded.characters(of: link.bytes)))
        }
        for (rule, expression) in here.flatMap(\.expressions) {
            guard budget.isLeft else { return .tooMuch }
            switch expression.outcome(in: folded.bytes, budget: budget) {
            case .matches(let ranges): hits += ranges.map { (rule, folded.characters(of: $0)) }
            case .tooMuch: return rule.verdict == .hold ? .hold(rule: rule.id) : .refuse(rule: rule.id)
            }
        }
        guard budget.isLeft else { return .tooMuch }
        return finding(hits, in: folded)
    }

    /// The rule of the nearest domain, that of the first place before that of the next.
    private static func rule(for link: Link, in places: [PlaceFilters]) -> FilterRule? {
        for domain in link.domains + (link.isExplicit ? ["*"] : []) {
            for place in places {
                if let rule = place.links[domain] { return rule }
            }
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
