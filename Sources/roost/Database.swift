import ArgumentParser
import RoostServer

/// The command `roost db`.
struct Database: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "db",
        abstract: "Look after the database.",
        subcommands: [Backup.self, Restore.self, Check.self, Migrate.self]
    )

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the database to a new file, also while the server runs.",
            discussion: """
                The copy is the database as it is at one moment, and is looked through before it gets its name. It has \
                the hashes of passwords and the key of tokens: keep it safe.

                Example: roost db backup /var/backups/roost-$(date +%F).sqlite
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The file to make.", completion: .file()) var file: String

        func run() async throws {
            let care = DatabaseCare(configuration: try await common.load(), willCopy: Unfinished.remove)
            let progress = ProgressLine()
            let record = try await care.backUp(to: file) { progress.show("copying", $0) }
            progress.end()
            if common.json { return common.console.printJSON([record]) }
            common.console.say(
                "copied the database to \(file) (\(record["bytes"].text) bytes), and looked it through"
            )
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a copy of the database in its place; the server must not run.",
            discussion: """
                The file is looked through first. The database that was there stays in the data folder, under a name \
                that is printed.

                Example: roost db restore /var/backups/roost-2026-01-31.sqlite
                """
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var consent: Consent
        @Argument(help: "The file, from 'roost db backup'.", completion: .file()) var file: String

        func run() async throws {
            let care = DatabaseCare(configuration: try await common.load(), willCopy: Unfinished.remove)
            guard !consent.dryRun else {
                let record = try await care.examine(file)
                if common.json { return common.console.printJSON([record]) }
                return common.console.say(
                    "'\(file)' is sound, and would take the place of the database; nothing was changed"
                )
            }
            try consent.ask("Put '\(file)' in the place of the database?")
            let progress = ProgressLine()
            let record = try await care.restore(from: file) { progress.show("copying", $0) }
            progress.end()
            if common.json { return common.console.printJSON([record]) }
            common.console.say("restored \(file)")
            if record["kept"] != .null {
                common.console.say("the earlier database is \(record["kept"].text)")
            }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look through the database, also while the server runs, and change nothing.",
            discussion: """
                The exit code is 1 where something is wrong.

                Example: roost db check
                """
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let records = try await DatabaseCare(configuration: try await common.load()).check()
            if common.json {
                common.console.printJSON(records)
            } else {
                common.console.table(records, [("CHECK", "check"), ("OK", "ok"), ("PROBLEMS", "problems")])
            }
            guard records.allSatisfy({ $0["ok"] == true }) else { throw ExitCode(1) }
        }
    }

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the database to this version, after a copy of it.",
            discussion: """
                'roost serve' does this by itself, unless 'storage.migrate' is 'manual'.

                Example: roost db migrate --dry-run
                """
        )

        @OptionGroup var common: CommonOptions
        @Flag(help: "Tell what it would do, and change nothing.") var dryRun = false

        func run() async throws {
            let care = DatabaseCare(configuration: try await common.load(), willCopy: Unfinished.remove)
            let progress = ProgressLine()
            let (names, backup) =
                dryRun
                ? (try await care.pendingMigrations(), nil)
                : try await care.migrate { progress.show($0, $1) }
            progress.end()
            let records = names.map { Record(["name": .text($0), "applied": .flag(!dryRun)]) }
            if common.json { return common.console.printJSON(records) }
            common.console.table(records, [("NAME", "name"), ("APPLIED", "applied")])
            if let backup { common.console.say("the database as it was before is \(backup)") }
            if names.isEmpty { common.console.say("the database has every step of this version") }
        }
    }
}
