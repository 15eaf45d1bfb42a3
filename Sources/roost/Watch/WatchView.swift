import Foundation
import RoostServer

/// What `roost watch` shows of two looks at a server.
struct WatchView {
    /// A room with what goes on there.
    private struct Traffic {
        let room: Record
        let perSecond: Double
    }

    private let glance: Record
    private let seconds: Double
    private let perSecond: Double
    /// The messages per second of looks before, the last one last.
    private let past: [Double]
    private let traffic: [Traffic]

    /// So many looks are drawn.
    private static let pastCount = 60
    /// The heights of a bar, the lowest first.
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// What `glance` shows, with rates since the look before.
    init(_ glance: Record, since before: WatchView) {
        self.init(glance, since: before.glance, past: before.past)
    }

    /// What `glance` shows, with rates since `before`; without it they are 0.
    init(_ glance: Record, since before: Record?, past: [Double] = []) {
        self.glance = glance
        let seconds = before.map { max(0.001, Self.time(of: glance) - Self.time(of: $0)) } ?? 0
        func rate(_ now: Int64, _ then: Int64?) -> Double {
            guard let then, seconds > 0 else { return 0 }
            return max(0, Double(now - then) / seconds)
        }
        let perSecond = rate(glance["posted"].number, before?["posted"].number)
        self.perSecond = perSecond
        self.seconds = seconds
        self.past = before == nil ? [] : (past + [perSecond]).suffix(Self.pastCount)
        let sequences = Dictionary(
            (before?["traffic"].records ?? []).map { ($0["room"].text, $0["sequence"].number) },
            uniquingKeysWith: { first, _ in first }
        )
        traffic = glance["traffic"].records
            .map { Traffic(room: $0, perSecond: rate($0["sequence"].number, sequences[$0["room"].text])) }
            .sorted { ($0.perSecond, $0.room["here"].number) > ($1.perSecond, $1.room["here"].number) }
    }

    /// Lines that fit a terminal of this size.
    func lines(width: Int, height: Int) -> [String] {
        let modules = Self.table(
            ["MODULE", "STATE", "CALLS", "FAILURES", "LATE"],
            glance["modules"].records.filter { $0["state"].text != "off" }.map { module in
                [module["name"], module["state"]].map(\.text)
                    + ["calls", "failures", "late"].map { Self.figure(module["figures"].record?[$0]) }
            }
        )
        let log = glance["log"].texts
        // The log gets a third of what is left, rooms the rest.
        let free = max(0, height == .max ? 40 : height - figures.count - min(modules.count, 7) - 4)
        let logCount = min(log.count, max(3, free / 3))
        let rooms = Self.table(
            ["ROOM", "HERE", "PER SECOND", "ENTRIES", "TITLE"],
            traffic.prefix(max(1, free - logCount - 1)).map { traffic in
                [
                    traffic.room["room"].text, traffic.room["here"].text, Self.rate(traffic.perSecond),
                    traffic.room["sequence"].text, traffic.room["title"].text,
                ]
            }
        )
        let parts = [figures, rooms, Array(modules.prefix(7)), ["LOG"] + log.suffix(logCount)]
        let lines = parts.joined(separator: [""]).map { Table.cut(Table.printable($0), to: width) }
        return Array(lines.prefix(height))
    }

    private var figures: [String] {
        let megabytes = glance["memory"].number / 1_048_576
        let delay = Double(glance["delayMicroseconds"].number) / 1_000
        let top = past.max() ?? 0
        let bars = past.map { Self.bars[top > 0 ? Int(($0 / top * 7).rounded()) : 0] }
        return [
            "\(glance["at"].text)   q leaves",
            "connections \(glance["connections"].text)   rooms in use \(glance["rooms"].text)   "
                + "messages \(glance["posted"].text)",
            "messages/s \(Self.rate(perSecond))   delay \(delay.formatted(Self.decimal)) ms   memory \(megabytes) MiB",
            String(bars),
        ]
    }

    private static let decimal = FloatingPointFormatStyle<Double>.number.locale(
        Locale(identifier: "en_US_POSIX")
    )
    .precision(.fractionLength(1))

    private static func rate(_ value: Double) -> String { value.formatted(decimal) }

    private static func figure(_ value: Record.Value?) -> String { value?.text ?? "" }

    private static func table(_ headings: [String], _ rows: [[String]]) -> [String] {
        var table = Table(rows: rows)
        table.headings = headings
        return table.text(isColored: false).split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init
        )
    }

    private static func time(of glance: Record) -> Double {
        // The server writes its times in one form alone.
        let date = try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(glance["at"].text)
        return date?.timeIntervalSince1970 ?? 0
    }
}

extension Record.Value {
    /// The number; 0 where it is none.
    fileprivate var number: Int64 { if case .number(let number) = self { number } else { 0 } }
    /// The record, where it is one.
    fileprivate var record: Record? { if case .record(let record) = self { record } else { nil } }
    /// The records of the list.
    fileprivate var records: [Record] {
        if case .list(let values) = self { values.compactMap(\.record) } else { [] }
    }
    /// The texts of the list.
    fileprivate var texts: [String] {
        if case .list(let values) = self { values.map(\.text) } else { [] }
    }
}
