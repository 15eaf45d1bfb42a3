import ArgumentParser
import RoostServer

/// The command `roost token`.
struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer tokens for programs.",
        subcommands: [Issue.self, List.self, Show.self, Revoke.self, Narrow.self, RotateKey.self]
    )

    private static let columns: [Console.Column] = [
        ("ID", "id"), ("USER", "user"), ("NAME", "name"), ("EXPIRES", "expiresAt"), ("CONDITIONS", "caveats"),
    ]

    struct Issue: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Make a token with some of a user's rights, and print it once.",
            discussion: """
                Name rights, rooms or both.

                Example: roost token issue ada --name Weather --rights join,send --for 90d
                """,
            aliases: ["create"]
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The user, for example 'ada'.") var user: String
        @Option(help: "What the token is called in lists.") var name: String
        @Option(help: "The rights that it gives, for example 'join,read,send'.") var rights: String?
        @Option(help: "The rooms that it opens, for example 'lobby'.") var rooms: String?
        @Option(name: .customLong("for"), help: "How long it is good, for example '90d'; up to 366 days.")
        var span: Span

        func command() -> RoostServer.Command {
            .token(
                .issue(
                    user: user,
                    name: name,
                    rights: rights.map(Self.list),
                    rooms: rooms.map(Self.list),
                    seconds: span.seconds
                )
            )
        }
        func tell(_ records: [Record], on console: Console) {
            for record in records {
                console.say(
                    "\(record["id"].text) is good until \(record["expiresAt"].text); keep what follows:"
                )
                print(record["token"].text)
            }
        }

        private static func list(_ text: String) -> [String] {
            text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    struct List: Verb {
        static let configuration = CommandConfiguration(
            abstract: "List a user's tokens, or everybody's.",
            discussion: "Example: roost token list ada"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The user; everybody where left out.") var user: String?

        func command() -> RoostServer.Command { .token(.list(user: user)) }
        func tell(_ records: [Record], on console: Console) { console.table(records, Token.columns) }
    }

    struct Show: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Show all that is known of a token but its secret.",
            discussion: "Example: roost token show ID"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The token's id, from 'roost token list'.") var id: String

        func command() -> RoostServer.Command { .token(.show(id: id)) }
        func tell(_ records: [Record], on console: Console) {
            for record in records { console.detail(record) }
        }
    }

    struct Revoke: Change {
        static let configuration = CommandConfiguration(
            abstract: "End a token, all that was narrowed from it, and whoever is connected with those.",
            discussion: "Example: roost token revoke ID"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The token's id, from 'roost token list'.") var id: String

        func command() -> RoostServer.Command { .token(.revoke(id: id)) }
        func report(_ sessions: String) -> String { "revoked \(id)" }
    }

    struct Narrow: Change {
        static let configuration = CommandConfiguration(
            abstract: "Hold a token, or the session of a sign-in, to one more condition.",
            discussion: """
                One of 'room = ID,ID', 'rights = RIGHT,RIGHT', 'expires < TIME', 'ip = NETWORK'.

                Example: roost token narrow ID 'rights = read'
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The id, from 'roost token list' or 'roost session list'.") var id: String
        @Argument(help: "The condition, for example 'rights = read'.") var caveat: String

        func command() -> RoostServer.Command { .token(.narrow(id: id, caveat: caveat)) }
        func report(_ sessions: String) -> String { "narrowed \(id)" }
    }

    struct RotateKey: Change {
        static let configuration = CommandConfiguration(
            abstract: "Sign tokens with a new key; whoever is connected comes again.",
            discussion: """
                Tokens and links of earlier keys are good until the grace ends. '--grace 0d' ends them all now.

                Example: roost token rotate-key --grace 7d
                """
        )

        @OptionGroup var common: CommonOptions
        @Option(help: "For how long earlier tokens are good; sessions last thirty days at most.")
        var grace = Span.days(30)

        func validate() throws {
            guard grace.seconds <= 366 * 86_400 else { throw ValidationError("--grace must be up to 366d.") }
        }

        func command() -> RoostServer.Command { .token(.rotateKey(graceSeconds: grace.seconds)) }
        func report(_ sessions: String) -> String {
            "tokens are signed with a new key; earlier ones are good for \(grace)"
        }
    }
}
