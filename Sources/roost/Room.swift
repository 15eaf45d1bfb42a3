import ArgumentParser
import RoostServer

/// The command `roost room`.
struct Room: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer rooms.",
        subcommands: [
            Create.self, List.self, Show.self, Members.self, Archive.self, SetRole.self, Ban.self, Unban.self,
        ]
    )

    struct Create: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Add a room, and print its id.",
            discussion: """
                A private room is there only for those who get a role in it with 'roost room role'.

                Example: roost room create kitchen --title 'The kitchen'
                """,
            aliases: ["add"]
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'kitchen'.") var name: String
        @Option(help: "What people read; the name where left out.") var title: String?
        @Flag(help: "Hide the room from everybody who has no role in it.") var `private` = false

        func command() -> RoostServer.Command {
            .room(.create(name: name, title: title, isPrivate: `private`))
        }
        func tell(_ records: [Record], on console: Console) {
            for record in records { print(record["id"].text) }
        }
    }

    struct SetRole: Change {
        static let configuration = CommandConfiguration(
            commandName: "role",
            abstract: "Give a user a role in a room.",
            discussion: """
                'none' takes the role and the user's own grants there, while they are connected, too.

                Example: roost room role kitchen ben moderator
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The room's id.") var room: String
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "owner, moderator, member, or none.") var role: String

        func command() -> RoostServer.Command {
            .room(.setRole(user: name, room: room, role: role == "none" ? nil : role))
        }
        func report(_ sessions: String) -> String {
            "\(name) is \(role) in \(room), sessions changed: \(sessions)"
        }
    }

    struct List: Verb {
        static let configuration = CommandConfiguration(
            abstract: "List the rooms, archived ones last.",
            discussion: "Example: roost room list"
        )

        @OptionGroup var common: CommonOptions

        func command() -> RoostServer.Command { .room(.list) }
        func tell(_ records: [Record], on console: Console) {
            console.table(
                records,
                [
                    ("ID", "id"), ("TITLE", "title"), ("PRIVATE", "private"), ("MEMBERS", "members"),
                    ("ENTRIES", "sequence"), ("ARCHIVED", "archivedAt"),
                ]
            )
        }
    }

    struct Show: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Show all that is known of a room.",
            discussion: "Example: roost room show lobby"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The room's id.") var room: String

        func command() -> RoostServer.Command { .room(.show(room: room)) }
        func tell(_ records: [Record], on console: Console) {
            for record in records { console.detail(record) }
        }
    }

    struct Members: Verb {
        static let configuration = CommandConfiguration(
            abstract: "List who belongs to a room, connected or not, and who has a role there.",
            discussion: "Example: roost room members lobby"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The room's id.") var room: String

        func command() -> RoostServer.Command { .room(.members(room: room)) }
        func tell(_ records: [Record], on console: Console) {
            console.table(records, [("USER", "user"), ("ROLE", "role")])
        }
    }

    struct Archive: Change {
        static let configuration = CommandConfiguration(
            abstract: "Close a room: it can be read, and takes nothing more.",
            discussion: "Example: roost room archive kitchen"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The room's id.") var room: String
        @Flag(help: "Open it again.") var undo = false

        func command() -> RoostServer.Command { .room(.archive(room: room, isArchived: !undo)) }
        func report(_ sessions: String) -> String { undo ? "opened \(room) again" : "archived \(room)" }
    }

    struct Ban: Change {
        static let configuration = CommandConfiguration(
            abstract: "Put a user out of a room, and keep them out.",
            discussion: """
                Bans are what the module Moderation does: the server must run with it. Nobody bans an administrator.

                Example: roost room ban kitchen ben --for 7d --reason 'too loud'
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The room's id.") var room: String
        @Argument(help: "The name, for example 'ben'.") var name: String
        @Option(
            name: .customLong("for"),
            help: "How long it holds, for example '7d'; for good where left out."
        )
        var span: Span?
        @Option(help: "Why, as the user is told.") var reason: String?

        func command() -> RoostServer.Command {
            .room(.ban(user: name, room: room, seconds: span?.seconds, reason: reason))
        }
        func report(_ sessions: String) -> String { "banned \(name) from \(room)" }
    }

    struct Unban: Change {
        static let configuration = CommandConfiguration(
            abstract: "Let a banned user into a room again.",
            discussion: "Example: roost room unban kitchen ben"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The room's id.") var room: String
        @Argument(help: "The name, for example 'ben'.") var name: String
        @Option(help: "Why, as the log of moderators has it.") var reason: String?

        func command() -> RoostServer.Command { .room(.unban(user: name, room: room, reason: reason)) }
        func report(_ sessions: String) -> String { "\(name) may come into \(room) again" }
    }
}
