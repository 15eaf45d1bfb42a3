import ArgumentParser
import RoostServer

/// A command that changes one module of a running server.
protocol ModuleChange: AsyncParsableCommand {
    var common: CommonOptions { get }
    /// What is to be done.
    var command: ModuleCommand { get }
    /// What was done, for people.
    var report: String { get }
}

extension ModuleChange {
    func run() async throws {
        let administration = Administration(configuration: try await common.load())
        guard try await administration.perform(command) != nil else { throw NoServer() }
        print(report)
    }
}

extension Module {
    struct Enable: ModuleChange {
        static let configuration = CommandConfiguration(
            abstract: "Start a module on the running server.",
            discussion: "Until the server ends: 'modules.enabled' says which modules the next one starts."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The module, for example 'History'.") var name: String

        var command: ModuleCommand { .enable(name: name) }
        var report: String { "enabled \(name)" }
    }

    struct Disable: ModuleChange {
        static let configuration = CommandConfiguration(
            abstract: "End a module on the running server.",
            discussion: "Until the server ends: 'modules.enabled' says which modules the next one starts."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The module, for example 'History'.") var name: String

        var command: ModuleCommand { .disable(name: name) }
        var report: String { "disabled \(name)" }
    }

    struct Reload: ModuleChange {
        static let configuration = CommandConfiguration(
            abstract: "Replace a module by what its file has now, without a break.",
            discussion: "Where the new version does not start, the old one goes on."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The module, for example 'History'.") var name: String

        var command: ModuleCommand { .reload(name: name) }
        var report: String { "reloaded \(name)" }
    }
}
