import ArgumentParser
import RoostModules
import RoostServer

/// The command `roost module`.
struct Module: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look at feature modules.",
        subcommands: [List.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the modules and their state.")

        @OptionGroup var common: CommonOptions
        @Flag(help: "One JSON object per line.") var json = false

        private struct Record: Encodable {
            let name: String
            let version: String?
            let state: String
            let reason: String?

            init(_ module: ModuleState) {
                name = module.name
                version = module.version
                switch module.status {
                case .on: (state, reason) = ("on", nil)
                case .off: (state, reason) = ("off", nil)
                case .failed(let why): (state, reason) = ("failed", why)
                }
            }
        }

        func run() async throws {
            for module in Administration(configuration: try await common.load()).modules() {
                let record = Record(module)
                if json {
                    try printJSON(record)
                } else {
                    print("\(record.name)\t\(record.state)\t\(record.version ?? "-")\t\(record.reason ?? "")")
                }
            }
        }
    }
}
