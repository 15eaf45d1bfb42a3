internal import RoostKit

/// The server's figures at one moment, as the page draws them.
struct Sample: Encodable, Sendable {
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    let at: Int64
    let connections: Double
    let messagesPerSecond: Double
    let rooms: Double
    /// How late an event loop is, in milliseconds.
    let latency: Double
    /// Bytes of the process in memory.
    let memory: Double
    /// What modules count and measure, by their names for `/metrics`.
    let modules: [String: Double]

    /// So many figures of modules are shown.
    private static let moduleLimit = 100

    /// The sample of `readings`; `posted` is the messages at the sample before it, `seconds` earlier.
    init(_ readings: [Reading], at: Int64, posted: Double?, seconds: Double) {
        func value(_ name: String) -> Double { readings.first { $0.name == name }?.value ?? 0 }
        self.at = at
        connections = value("roost_connections")
        rooms = value("roost_rooms_in_use")
        latency = value("roost_event_loop_delay_seconds") * 1_000
        memory = value("roost_memory_bytes")
        messagesPerSecond = posted.map { max(0, value(Self.posted) - $0) / max(seconds, 0.001) } ?? 0
        let ofModules = readings.filter { $0.name.hasPrefix("roost_module_") }.prefix(Self.moduleLimit)
        modules = Dictionary(ofModules.map { (Self.label(of: $0), $0.value) }) { _, last in last }
    }

    /// The counter of messages.
    static let posted = "roost_messages_posted_total"

    private static func label(of reading: Reading) -> String {
        let labels = reading.labels.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ")
        let name = String(reading.name.dropFirst("roost_module_".count))
        return labels.isEmpty ? name : "\(name) (\(labels))"
    }
}
