import ArgumentParser
import RoostAuth
import RoostServer

/// The command `roost role`.
struct Role: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See and change what roles may do.",
        discussion: """
            'member' is a role on the server, 'room:member' one in a room, about which its grants are. 'guest' is that of \
            whoever has no account: no user can be given it.
            """,
        subcommands: [List.self, Show.self, Grant.self, Revoke.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the roles.",
            discussion: "Example: roost role list"
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let records = GrantHolder.roleNames.map { Record(["name": .text($0)]) }
            if common.json { return common.console.printJSON(records) }
            common.console.table(records, [("NAME", "name")])
        }
    }

    struct Show: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Show what a role may do, or every role.",
            discussion: "Example: roost role show member"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The role, for example 'member' or 'room:owner'.") var role: String?

        func command() -> RoostServer.Command { .rights(.roles(only: role)) }
        func tell(_ records: [Record], on console: Console) { console.grants(records) }
    }

    struct Grant: Change {
        static let configuration = CommandConfiguration(
            abstract: "Let everybody with a role do something.",
            discussion: "Example: roost role grant member send 'room:*'"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The role, for example 'member' or 'room:owner'.") var role: String
        @Argument(help: "The right, for example 'send'.") var right: String
        @Argument(help: "What on, for example 'room:lobby'; 'room' for a role in rooms.") var resource: String

        func command() -> RoostServer.Command {
            .rights(.give(right: right, resource: resource, endsAt: nil, to: GrantHolder(roleNamed: role)))
        }
        func report(_ sessions: String) -> String {
            "granted \(right) on \(resource) to \(role), sessions changed: \(sessions)"
        }
    }

    struct Revoke: Change {
        static let configuration = CommandConfiguration(
            abstract: "Take a grant from a role, of people who are connected, too.",
            discussion: "Example: roost role revoke member send 'room:*'"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The role, for example 'member' or 'room:owner'.") var role: String
        @Argument(help: "The right, for example 'send'.") var right: String
        @Argument(help: "What on, as it was granted.") var resource: String

        func command() -> RoostServer.Command {
            .rights(.take(right: right, resource: resource, from: GrantHolder(roleNamed: role)))
        }
        func report(_ sessions: String) -> String {
            "took \(right) on \(resource) from \(role), sessions changed: \(sessions)"
        }
    }
}
