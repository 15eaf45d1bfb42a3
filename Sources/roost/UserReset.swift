import ArgumentParser
import RoostServer

extension User {
    struct Reset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a link with which a user sets a new password, once and within a day."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            print(try await administration.passwordReset(of: name))
        }
    }
}
