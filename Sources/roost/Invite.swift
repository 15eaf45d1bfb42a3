import ArgumentParser
import RoostServer

/// The command `roost invite`.
struct Invite: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer invitations.",
        subcommands: [Create.self, List.self, Revoke.self],
        aliases: ["invitation"]
    )

    struct Create: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Make an invitation, and print its link once.",
            discussion: "Example: roost invite create --uses 5 --for 2d"
        )

        @OptionGroup var common: CommonOptions
        @Option(help: "The room that it is for; the server where left out.") var room: String?
        @Option(help: "How many people can use it.") var uses: Int64 = 1
        @Option(name: .customLong("for"), help: "How long it is good; up to 366 days.")
        var span = Span.days(7)

        func command() -> RoostServer.Command {
            .invitation(.create(room: room, uses: uses, seconds: span.seconds))
        }
        func tell(_ records: [Record], on console: Console) {
            for record in records { print(record["link"].text) }
        }
    }

    struct List: Verb {
        static let configuration = CommandConfiguration(
            abstract: "List the invitations that stand.",
            discussion: "Example: roost invite list"
        )

        @OptionGroup var common: CommonOptions

        func command() -> RoostServer.Command { .invitation(.list) }
        func tell(_ records: [Record], on console: Console) {
            console.table(
                records,
                [
                    ("ID", "id"), ("ROOM", "room"), ("USES", "uses"), ("USED", "used"),
                    ("EXPIRES", "expiresAt"), ("BY", "user"),
                ]
            )
        }
    }

    struct Revoke: Change {
        static let configuration = CommandConfiguration(
            abstract: "End an invitation; who took it stays.",
            discussion: "Example: roost invite revoke ID"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The id, from 'roost invite list'.") var id: String

        func command() -> RoostServer.Command { .invitation(.revoke(id: id)) }
        func report(_ sessions: String) -> String { "revoked \(id)" }
    }
}
