import RoostKit

/// Figures in the text format of Prometheus, version 0.0.4.
enum PrometheusText {
    /// A line for each reading, those of one name together.
    static func text(of readings: [Reading]) -> String {
        var lines: [String] = []
        for (name, family) in Dictionary(grouping: readings, by: \.name).sorted(by: { $0.key < $1.key }) {
            guard let first = family.first else { continue }
            lines.append("# TYPE \(name) \(first.kind.rawValue)")
            lines += family.map { "\(name)\(labels($0.labels)) \($0.value)" }.sorted()
        }
        return lines.map { "\($0)\n" }.joined()
    }

    private static func labels(_ labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.sorted { $0.key < $1.key }.map { key, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(key)=\"\(escaped)\""
        }
        return "{\(pairs.joined(separator: ","))}"
    }
}
