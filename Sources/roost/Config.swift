import ArgumentParser
import RoostServer

/// The command `roost config`.
struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at the settings.",
        subcommands: [Default.self, Check.self, Show.self]
    )

    struct Default: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a configuration file with every setting and what it is for.",
            discussion: "Example: roost config default > roost.yaml"
        )

        func run() { print(ServerSetting.defaultFile) }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell all that is wrong with the settings, and where each was set.",
            discussion: """
                It knows the settings of the modules that are enabled, and looks for variables ROOST_* that nobody reads.

                Example: roost config check --config /etc/roost/roost.yaml
                """
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let configuration = try await common.load()
            let problems = ServerConfiguration.unknownVariables() + (await configuration.moduleProblems())
            guard problems.isEmpty else { throw ConfigurationError.problems(problems) }
            common.console.say("the settings are as they should be")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every setting as the server takes it.",
            discussion: "Example: roost config show"
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let texts = try await common.load().texts
            let records = ServerSetting.all.map { setting in
                Record([
                    "key": .text(setting.key), "value": texts[setting.key].map { .text($0) } ?? .null,
                    "allowed": .text(setting.allowed), "variable": .text(setting.variable),
                ])
            }
            if common.json { return common.console.printJSON(records) }
            common.console.table(records, [("KEY", "key"), ("VALUE", "value"), ("VARIABLE", "variable")])
        }
    }
}
