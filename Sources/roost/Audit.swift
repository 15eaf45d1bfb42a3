import ArgumentParser
import RoostAuth
import RoostKit
import RoostServer

/// The command `roost audit`.
struct Audit: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See who changed what.",
        subcommands: [List.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List changes, the newest first.")

        @OptionGroup var common: CommonOptions
        @Option(help: "Only what this user did.") var actor: String?
        @Option(help: "Only what was done to this, for example 'user:ada' or 'room:lobby'.") var target:
            String?
        @Option(help: "Only this, for example 'user.disable'.") var action: String?
        @Option(help: "At most so many, up to 1000.") var limit = 100
        @Flag(help: "One JSON object per line.") var json = false

        private struct Record: Encodable {
            let at: String
            let actor: String?
            let session: String?
            let address: String?
            let action: String
            let target: String
            let details: String

            init(_ entry: AuditRecord) {
                at = WireTime.text(of: entry.at)
                actor = entry.actor
                session = entry.session
                address = entry.address
                action = entry.action
                target = entry.target
                details = entry.details
            }
        }

        func validate() throws {
            guard 1...1_000 ~= limit else { throw ValidationError("--limit must be from 1 to 1000.") }
        }

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            let entries = try await administration.audit(
                actor: actor,
                target: target,
                action: action,
                limit: limit
            )
            for entry in entries { try show(Record(entry)) }
        }

        private func show(_ entry: Record) throws {
            if json { return try printJSON(entry) }
            let who = entry.actor ?? "command"
            print([entry.at, who, entry.action, entry.target, entry.details].joined(separator: "\t"))
        }
    }
}
