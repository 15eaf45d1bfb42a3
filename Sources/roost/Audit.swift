import ArgumentParser
import RoostServer

/// The command `roost audit`.
struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See who changed what.",
        subcommands: [List.self]
    )

    struct List: Verb {
        static let configuration = CommandConfiguration(
            abstract: "List changes, the newest first.",
            discussion: "Example: roost audit list --target user:ben"
        )

        @OptionGroup var common: CommonOptions
        @Option(help: "Only what this user did.") var actor: String?
        @Option(help: "Only what was done to this, for example 'user:ada' or 'room:lobby'.")
        var target: String?
        @Option(help: "Only this, for example 'user.disable'.") var action: String?
        @Option(help: "Only what came before the one of this number: the next page.") var before: Int64?
        @Option(help: "At most so many, up to 1000.") var limit = 100

        func validate() throws {
            guard 1...1_000 ~= limit else { throw ValidationError("--limit must be from 1 to 1000.") }
        }

        func command() -> RoostServer.Command {
            .audit(
                AuditQuery(actor: actor, target: target, action: action, before: before, limit: limit)
            )
        }
        func tell(_ records: [Record], on console: Console) {
            let lines = records.map { $0["actor"] == .null ? $0.adding("actor", "(command)") : $0 }
            console.table(
                lines,
                [
                    ("NUMBER", "number"), ("AT", "at"), ("ACTOR", "actor"), ("ACTION", "action"),
                    ("TARGET", "target"), ("DETAILS", "details"),
                ]
            )
        }
    }
}
