/// What a setting is set to.
public enum SettingValue: Hashable, Sendable {
    /// Yes or no.
    case flag(Bool)
    /// A whole number.
    case number(Int)
    /// Text, or one of the words that a choice has.
    case text(String)
    /// A time.
    case duration(Duration)
    /// Texts.
    case list([String])
}

extension Setting {
    /// The value that it has where nobody sets it.
    public var usual: SettingValue {
        switch kind {
        case .flag(let usual): .flag(usual)
        case .number(let usual, _): .number(usual)
        case .text(let usual, _): .text(usual)
        case .choice(let usual, _): .text(usual)
        case .duration(let usual, _): .duration(usual)
        case .list(let usual, _): .list(usual)
        }
    }

    /// What an operator may write, in words: the end of `'limit' must be ...`.
    public var allowed: String {
        switch kind {
        case .flag: "true or false"
        case .number(_, let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .text(_, let limit): "text of at most \(limit) bytes"
        case .choice(_, let words): words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
        case .duration(_, let range):
            "a time from \(Self.text(of: range.lowerBound)) to \(Self.text(of: range.upperBound)), such as 30s, 15m, 12h or 90d"
        case .list(_, let limit): "a list of at most \(limit) texts"
        }
    }

    /// Whether it may have `value`.
    public func allows(_ value: SettingValue) -> Bool {
        switch (kind, value) {
        case (.flag, .flag): true
        case (.number(_, let range), .number(let number)): range.contains(number)
        case (.text(_, let limit), .text(let text)): text.utf8.count <= limit
        case (.choice(_, let words), .text(let word)): words.contains(word)
        case (.duration(_, let range), .duration(let duration)): range.contains(duration)
        case (.list(_, let limit), .list(let texts)): texts.count <= limit
        default: false
        }
    }

    /// The time that `text` is, a whole number and `s`, `m`, `h` or `d`; `nil` for all else.
    public static func duration(_ text: String) -> Duration? {
        guard let unit = text.last, let seconds = units[unit],
            text.dropLast().utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let count = Int64(text.dropLast())
        else { return nil }
        let (product, isTooMuch) = count.multipliedReportingOverflow(by: seconds)
        return isTooMuch ? nil : .seconds(product)
    }

    private static let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400]

    private static func text(of duration: Duration) -> String {
        let seconds = duration.components.seconds
        let unit = units.filter { seconds % $0.value == 0 }.max { $0.value < $1.value }
        return unit.map { "\(seconds / $0.value)\($0.key)" } ?? "\(seconds)s"
    }
}
