import ArgumentParser
import RoostAuth
import RoostServer

/// The command `roost role`.
struct Role: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See and change what roles may do.",
        discussion:
            "'member' is a role on the server, 'room:member' one in a room, about which its grants are.",
        subcommands: [List.self, Show.self, Give.self, Take.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the roles.")

        @OptionGroup var common: CommonOptions

        func run() async throws {
            for role in RoostAuth.Role.known { print(role.rawValue) }
            for role in GrantHolder.roomRoles { print("room:\(role)") }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Show what a role may do, or every role.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "The role, for example 'member' or 'room:owner'.") var role: String?
        @Flag(help: "One JSON object per line.") var json = false

        func run() async throws {
            let subject = role.map { $0.hasPrefix("room:") ? "room-role:\($0.dropFirst(5))" : "role:\($0)" }
            for held in try await Administration(configuration: try await common.load()).roleGrants()
            where subject == nil || held.holder == subject {
                try GrantRecord(held).show(asJSON: json)
            }
        }
    }

    struct Give: UserChange {
        static let configuration = CommandConfiguration(
            commandName: "grant",
            abstract: "Let everybody with a role do something."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The role, for example 'member' or 'room:owner'.") var role: String
        @Argument(help: "The right, for example 'send'.") var right: String
        @Argument(help: "What on, for example 'room:lobby'; 'room' for a role in rooms.") var resource: String

        func command() -> AccountCommand {
            .give(right: right, resource: resource, endsAt: nil, to: GrantHolder(roleNamed: role))
        }
        func report(_ sessions: Int) -> String {
            "granted \(right) on \(resource) to \(role), sessions changed: \(sessions)"
        }
    }

    struct Take: UserChange {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Take a grant from a role, of people who are connected, too."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The role, for example 'member' or 'room:owner'.") var role: String
        @Argument(help: "The right, for example 'send'.") var right: String
        @Argument(help: "What on, as it was granted.") var resource: String

        func command() -> AccountCommand {
            .take(right: right, resource: resource, from: GrantHolder(roleNamed: role))
        }
        func report(_ sessions: Int) -> String {
            "revoked \(right) on \(resource) from \(role), sessions changed: \(sessions)"
        }
    }
}
