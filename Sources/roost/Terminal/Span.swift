import ArgumentParser

/// A length of time as people write it: `90s`, `15m`, `12h`, `7d` or `4w`.
struct Span: ExpressibleByArgument, CustomStringConvertible {
    let seconds: Int64
    let description: String

    init?(argument: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
        guard let unit = argument.last.flatMap({ units[$0] }), let count = Int64(argument.dropLast()),
            0...100_000_000 ~= count, count * unit <= 3_000_000_000
        else { return nil }
        seconds = count * unit
        description = argument
    }

    /// A length of so many days.
    static func days(_ count: Int64) -> Span {
        Span(seconds: count * 86_400, description: "\(count)d")
    }

    /// A length of so many seconds.
    init(seconds: Int64) {
        self.init(seconds: seconds, description: "\(seconds)s")
    }

    private init(seconds: Int64, description: String) {
        self.seconds = seconds
        self.description = description
    }
}
