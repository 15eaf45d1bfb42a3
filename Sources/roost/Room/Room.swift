import ArgumentParser
import RoostServer

/// The command `roost room`.
struct Room: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer rooms.",
        subcommands: [
            Create.self, List.self, Show.self, Members.self, Archive.self, Delete.self, SetRole.self,
            Ban.self,
            Unban.self,
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
}
