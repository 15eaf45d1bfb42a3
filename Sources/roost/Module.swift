import ArgumentParser
import RoostServer

/// The command `roost module`.
struct Module: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at feature modules, and switch them while the server runs.",
        subcommands: [List.self, Show.self, New.self, Enable.self, Disable.self, Reload.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the modules and their state.",
            discussion: """
                While the server runs, with the calls, failures and late answers since its start.

                Example: roost module list
                """
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let modules = try await Module.all(common)
            if common.json { return common.console.printJSON(modules) }
            common.console.table(
                modules.map(Module.withFigures),
                [
                    ("NAME", "name"), ("STATE", "state"), ("VERSION", "version"), ("CALLS", "calls"),
                    ("FAILURES", "failures"), ("LATE", "late"), ("REASON", "reason"),
                ]
            )
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show all that is known of a module.",
            discussion: "Example: roost module show History"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The module, for example 'History'.") var name: String

        func run() async throws {
            let modules = try await Module.all(common)
            guard let module = modules.first(where: { $0["name"].text == name }) else {
                throw CommandError("not_found", "there is no module '\(name)': see 'roost module list'")
            }
            if common.json { return common.console.printJSON([module]) }
            common.console.detail(Module.withFigures(module))
        }
    }

    /// The modules of the running server; where there is none, those of its files.
    private static func all(_ common: CommonOptions) async throws -> [Record] {
        let administration = Administration(configuration: try await common.load())
        do {
            return try await administration.perform(.module(.list))
        } catch  where error.code == "no_server" {
            return try administration.moduleFiles()
        }
    }

    /// The module with its figures beside its name.
    private static func withFigures(_ module: Record) -> Record {
        guard case .record(let figures) = module["figures"] else { return module }
        return figures.names.reduce(module.adding("figures", .null)) { $0.adding($1, figures[$1]) }
    }
}

/// A change of one module of a running server.
protocol ModuleChange: Verb {
    /// The module.
    var name: String { get }
    /// What is done, such as `enabled`.
    static var deed: String { get }
}

extension ModuleChange {
    // The answer is how all modules are; what is asked about is one of them.
    func show(_ records: [Record]) {
        let module = records.filter { $0["name"].text == name }
        if common.json { common.console.printJSON(module) } else { tell(module, on: common.console) }
    }

    func tell(_ records: [Record], on console: Console) { console.say("\(Self.deed) \(name)") }
}

extension Module {
    struct Enable: ModuleChange {
        static let deed = "enabled"
        static let configuration = CommandConfiguration(
            abstract: "Start a module on the running server.",
            discussion: """
                Until the server ends: 'modules.enabled' says which modules the next one starts.

                Example: roost module enable History
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The module, for example 'History'.") var name: String

        func command() -> RoostServer.Command { .module(.enable(name: name)) }
    }

    struct Disable: ModuleChange {
        static let deed = "disabled"
        static let configuration = CommandConfiguration(
            abstract: "End a module on the running server.",
            discussion: """
                Until the server ends: 'modules.enabled' says which modules the next one starts.

                Example: roost module disable History
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The module, for example 'History'.") var name: String

        func command() -> RoostServer.Command { .module(.disable(name: name)) }
    }

    struct Reload: ModuleChange {
        static let deed = "reloaded"
        static let configuration = CommandConfiguration(
            abstract: "Replace a module by what its file has now, without a break.",
            discussion: """
                Where the new version does not start, the old one goes on.

                Example: roost module reload History
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The module, for example 'History'.") var name: String

        func command() -> RoostServer.Command { .module(.reload(name: name)) }
    }
}
