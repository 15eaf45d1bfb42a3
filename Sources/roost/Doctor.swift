import ArgumentParser
import RoostServer

/// The command `roost doctor`.
struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check this machine and the settings, and change nothing.",
        discussion: "The exit code is 1 where there is a problem."
    )

    @OptionGroup var common: CommonOptions
    @Flag(help: "One JSON object per line.") var json = false

    func run() async throws {
        let findings = await findings()
        for finding in findings {
            if json {
                try printJSON(finding)
            } else {
                print("\(finding.verdict.rawValue)\t\(finding.check)\t\(finding.text)")
            }
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
