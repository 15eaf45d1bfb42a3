import ArgumentParser
import RoostServer

/// The command `roost session`.
struct Session: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See who is signed in where, and end that.",
        subcommands: [List.self, End.self]
    )

    struct List: Verb {
        static let configuration = CommandConfiguration(
            abstract: "List the sessions of a user, or of everybody.",
            discussion: "Example: roost session list ada"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The user; everybody where left out.") var user: String?

        func command() -> RoostServer.Command { .session(.list(user: user)) }
        func tell(_ records: [Record], on console: Console) {
            console.table(
                records,
                [
                    ("ID", "id"), ("USER", "user"), ("LAST USED", "lastUsedAt"), ("ADDRESS", "address"),
                    ("PROGRAM", "program"),
                ]
            )
        }
    }

    struct End: Change {
        static let configuration = CommandConfiguration(
            abstract: "End one session of a user, or all of them; whoever is connected is cut.",
            discussion: "Example: roost session end ada --all"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The user, for example 'ada'.") var user: String
        @Argument(help: "The session's id, from 'roost session list'.") var id: String?
        @Flag(help: "End all of the user's sessions.") var all = false

        func validate() throws {
            guard (id != nil) != all else { throw ValidationError("Name one session, or give --all.") }
        }

        func command() -> RoostServer.Command {
            .session(id.map { .end(user: user, id: $0) } ?? .endAll(user: user))
        }
        func report(_ sessions: String) -> String { "sessions of \(user) ended: \(sessions)" }
    }
}
