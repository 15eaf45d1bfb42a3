internal import FoundationEssentials

/// Points in time as they stand in conditions: RFC 3339, in UTC.
enum CaveatTime {
    /// `milliseconds` since 1970-01-01T00:00:00Z as text, to the second before.
    static func text(of milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds / 1000)).formatted(.iso8601)
    }

    /// The time that `text` spells as RFC 3339 has it, to the millisecond.
    static func milliseconds(_ text: Substring) -> Int64? {
        // Foundation passes over whatever follows a time, and here that would be a condition that nobody checks.
        guard hasForm(text) else { return nil }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
        // A text of the right form may still have a month 13: no time, and so an unknown condition.
        guard let date = try? style.parse(String(text)) else { return nil }
        return Int64(exactly: (date.timeIntervalSince1970 * 1000).rounded())
    }

    /// Whether `text` looks like `2026-01-31T12:00:00`, perhaps with a fraction, and `Z` or an offset after it.
    private static func hasForm(_ text: Substring) -> Bool {
        let pattern = text.utf8.prefix(40).map {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 ? UInt8(ascii: "0") : $0
        }
        let form = String(decoding: pattern, as: UTF8.self)
        let start = "0000-00-00T00:00:00"
        guard form.hasPrefix(start) else { return false }
        var zone = form.dropFirst(start.count)
        if zone.first == "." {
            let digits = zone.dropFirst().prefix { $0 == "0" }
            guard 1...9 ~= digits.count else { return false }
            zone = zone.dropFirst(1 + digits.count)
        }
        return ["Z", "+00:00", "-00:00"].contains(zone)
    }
}
