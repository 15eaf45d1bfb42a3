import ArgumentParser
import RoostServer

/// The command `roost user second-factor`.
struct SecondFactor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer second factors.",
        subcommands: [Remove.self]
    )

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Turn a user's second factor off, so that the password is enough."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            try await administration.removeSecondFactor(of: name)
            print("removed the second factor of \(name)")
        }
    }
}
