import ArgumentParser
import RoostAuth
import RoostServer

/// The command `roost grant`.
struct Grant: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See and change what one user may do beside their roles.",
        subcommands: [List.self, Add.self, Remove.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all that a user was granted, by name or by a role."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Flag(help: "One JSON object per line.") var json = false

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            for held in try await administration.grants(ofUser: name) {
                try GrantRecord(held).show(asJSON: json)
            }
        }
    }

    struct Add: UserChange {
        static let configuration = CommandConfiguration(abstract: "Let a user do something.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "The right, for example 'moderate'.") var right: String
        @Argument(help: "What on, for example 'room:lobby', 'room:*' or 'server'.") var resource: String
        @Option(help: "After how many seconds the grant ends; never where left out.") var seconds: Int64?

        func validate() throws {
            if let seconds, !(1...3_000_000_000 ~= seconds) {
                throw ValidationError("--seconds must be from 1 to 3000000000.")
            }
        }
        func command() -> AccountCommand {
            let endsAt = seconds.map { Authority.wallClock() + $0 * 1000 }
            return .give(right: right, resource: resource, endsAt: endsAt, to: .user(name))
        }
        func report(_ sessions: Int) -> String {
            "granted \(right) on \(resource) to \(name), sessions changed: \(sessions)"
        }
    }

    struct Remove: UserChange {
        static let configuration = CommandConfiguration(
            abstract: "Take a user's own grant, while they are connected, too."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "The right, for example 'moderate'.") var right: String
        @Argument(help: "What on, as it was granted.") var resource: String

        func command() -> AccountCommand { .take(right: right, resource: resource, from: .user(name)) }
        func report(_ sessions: Int) -> String {
            "took \(right) on \(resource) from \(name), sessions changed: \(sessions)"
        }
    }
}
