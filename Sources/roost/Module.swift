import ArgumentParser
import RoostModules
import RoostServer

/// The command `roost module`.
struct Module: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at feature modules, and switch them while the server runs.",
        subcommands: [List.self, Show.self, Enable.self, Disable.self, Reload.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the modules and their state.",
            discussion: "While the server runs, with the calls, failures and late answers since its start."
        )

        @OptionGroup var common: CommonOptions
        @Flag(help: "One JSON object per line.") var json = false

        func run() async throws {
            for module in try await Administration(configuration: try await common.load()).modules() {
                if json { try printJSON(module) } else { print(line(module)) }
            }
        }

        private func line(_ module: ModuleReport) -> String {
            let figures = module.figures.map { [$0.calls, $0.failures, $0.late].map(String.init) }
            let columns = [module.name, module.state, module.version ?? "-"] + (figures ?? ["-", "-", "-"])
            return (columns + [module.reason ?? ""]).joined(separator: "\t")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show all that is known of a module.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "The module, for example 'History'.") var name: String
        @Flag(help: "One JSON object.") var json = false

        func run() async throws {
            let modules = try await Administration(configuration: try await common.load()).modules()
            guard let module = modules.first(where: { $0.name == name }) else {
                throw UnknownModule(name: name)
            }
            if json { return try printJSON(module) }
            var fields = [("name", module.name), ("state", module.state), ("version", module.version ?? "-")]
            if let reason = module.reason { fields.append(("reason", reason)) }
            if let figures = module.figures {
                fields += [
                    ("calls", "\(figures.calls)"), ("failures", "\(figures.failures)"),
                    ("late", "\(figures.late)"), ("time spent", "\(figures.spentMilliseconds) ms"),
                    ("events waiting", "\(figures.waitingEvents)"),
                    ("events dropped", "\(figures.droppedEvents)"), ("tasks", "\(figures.tasks)"),
                    ("last error", figures.lastError ?? "-"),
                ]
            }
            for (field, value) in fields { print("\(field)\t\(value)") }
        }
    }
}
