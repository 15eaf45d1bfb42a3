import Foundation

/// Whether the database is sound, and its log as small as it should be.
struct DatabaseFinding {
    /// A log that is larger was not folded into the database for long: somebody reads without an end.
    private static let logLimit: Int64 = 64 << 20

    let configuration: ServerConfiguration

    func findings() async -> [Finding] {
        guard FileManager.default.fileExists(atPath: "\(configuration.dataFolder)/roost.sqlite") else {
            return []
        }
        return [await health(), log()]
    }

    private func health() async -> Finding {
        do {
            let records = try await DatabaseCare(configuration: configuration).check()
            let wrong = records.filter { $0["ok"] != true }
            guard let first = wrong.first else { return Finding("database health", .ok, "sound") }
            // Steps that are lacking are applied by the next start.
            let verdict: Finding.Verdict = first["check"] == "migrations" ? .warning : .problem
            return Finding("database health", verdict, "\(first["problems"].text): see 'roost db check'")
        } catch {
            return Finding("database health", .problem, error.message)
        }
    }

    private func log() -> Finding {
        let path = "\(configuration.dataFolder)/roost.sqlite-wal"
        // Without a log there is nothing to see to.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let size = attributes?[.size] as? Int64 ?? 0
        let text = "\(size / 1_048_576) MiB"
        return size <= Self.logLimit
            ? Finding("database log", .ok, text)
            : Finding(
                "database log",
                .warning,
                "\(text): a program reads the database without an end; restart the server"
            )
    }
}
