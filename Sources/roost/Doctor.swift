import ArgumentParser
import RoostServer

/// The command `roost doctor`.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check this machine and the settings, and change nothing.",
        discussion: """
            The exit code is 1 where there is a problem, and 0 where there are warnings at most.

            Example: roost doctor
            """
    )

    @OptionGroup var common: CommonOptions

    func run() async throws {
        let findings = await findings()
        let records = findings.map { finding in
            Record([
                "check": .text(finding.check), "verdict": .text(finding.verdict.rawValue),
                "text": .text(finding.text),
            ])
        }
        if common.json {
            common.console.printJSON(records)
        } else {
            common.console.table(records, [("VERDICT", "verdict"), ("CHECK", "check"), ("WHAT", "text")])
        }
        if findings.contains(where: { $0.verdict == .problem }) { throw ExitCode(1) }
    }

    private func findings() async -> [Finding] {
        do {
            let configuration = try await common.load()
            return [Finding("configuration", .ok, "as it should be")]
                + (await Examination(configuration: configuration).findings())
        } catch {
            return [Finding("configuration", .problem, "\(error)")]
        }
    }
}
