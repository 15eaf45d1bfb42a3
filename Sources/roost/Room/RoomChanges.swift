import ArgumentParser
import RoostServer

extension Room {
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

    struct Delete: DangerousChange {
        static let configuration = CommandConfiguration(
            abstract: "Remove a room with all that was said there.",
            discussion: """
                Nobody gets its id again. Whoever is in it is told, and out. What was said goes with History's next sweep: \
                'roost history sweep' does one at once. 'roost room archive' keeps a room to read.

                Example: roost room delete kitchen --dry-run
                """
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var consent: Consent
        @Argument(help: "The room's id.") var room: String

        var question: String { "Delete the room \(room) and all of its messages for good?" }
        var preview: RoostServer.Command { .room(.show(room: room)) }
        func command() -> RoostServer.Command { .room(.delete(room: room)) }
        func report(_ sessions: String) -> String { "deleted \(room)" }
    }

    struct Ban: Change {
        static let configuration = CommandConfiguration(
            abstract: "Put a user out of a room, and keep them out.",
            discussion: """
                Bans are what the module Moderation does: the server must run with it. Nobody bans an administrator.
                Whoever is banned neither joins nor posts; the past of a public room that their role may read, they may
                read still.

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
