import ArgumentParser
import Foundation
import RoostAuth
import RoostServer

extension User {
    struct Import: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Add all users of a CSV file, or none of them.",
            discussion: """
                The first line names the columns: 'name', and where wanted 'display', 'role' (member where left out), \
                'disabled' (yes or no; no where left out) and 'hash': a PHC string of Argon2 or a bcrypt string, which the \
                user's next sign-in replaces. Who has no hash gets a new password, which is printed.

                Example: roost user import users.csv --dry-run
                """
        )

        /// The columns that there may be.
        private static let columns = ["name", "display", "role", "disabled", "hash"]
        private static let limit = 100_000

        @OptionGroup var common: CommonOptions
        @Argument(help: "The file; '-' for standard input.", completion: .file(extensions: ["csv"]))
        var file: String
        @Flag(help: "Look whether all could be added, and change nothing.") var dryRun = false

        func command() throws -> RoostServer.Command { .user(.import(try users(), isTrial: dryRun)) }

        func run() async throws {
            let users = try users()
            var added = try await perform(.user(.import(users, isTrial: true)))
            if !dryRun { added = try await perform(.user(.import(try await hashed(users), isTrial: false))) }
            let records = zip(added, users).map { record, user in
                guard !dryRun, case .password(let password) = user.secret else { return record }
                return record.adding("password", .text(password))
            }
            show(records)
        }

        func tell(_ records: [Record], on console: Console) {
            console.say(dryRun ? "\(records.count) users could be added" : "added \(records.count) users")
            let made = records.filter { $0["password"] != .null }
            console.table(made, [("NAME", "name"), ("PASSWORD", "password")])
        }

        /// The users with hashes of their new passwords, which take the most time of all this.
        private func hashed(_ users: [ImportedUser]) async throws -> [ImportedUser] {
            let hasher = PasswordHasher(cost: try await common.load().passwordCost)
            let progress = ProgressLine()
            var hashed: [ImportedUser] = []
            for (index, user) in users.enumerated() {
                guard case .password(let password) = user.secret else {
                    hashed.append(user)
                    continue
                }
                progress.show("hashing passwords", Double(index) / Double(users.count))
                var user = user
                user.secret = .hash(try await hasher.hash(password))
                hashed.append(user)
            }
            progress.end()
            return hashed
        }

        private func users() throws -> [ImportedUser] {
            var rows = try CSV.rows(of: try text())[...]
            let names = rows.popFirst()?.cells.map { $0.lowercased().filter { !$0.isWhitespace } } ?? []
            for name in names where !Self.columns.contains(name) {
                throw CommandError(
                    "bad_request",
                    "line 1: there is no column '\(name)'; there are \(Self.columns.joined(separator: ", "))"
                )
            }
            guard names.contains("name"), Set(names).count == names.count else {
                throw CommandError(
                    "bad_request",
                    "line 1: it must name the columns, 'name' and others once each"
                )
            }
            guard rows.count <= Self.limit else {
                throw CommandError("bad_request", "there are more than \(Self.limit) users: split the file")
            }
            var problems: [Int: String] = [:]
            let users = rows.compactMap { line, cells -> ImportedUser? in
                guard cells.count == names.count else {
                    problems[line] = "\(cells.count) values for \(names.count) columns"
                    return nil
                }
                let named = user(line: line, Dictionary(uniqueKeysWithValues: zip(names, cells)))
                if named == nil { problems[line] = "'disabled' must be yes or no" }
                return named
            }
            guard problems.isEmpty else { throw ImportError(problems: problems) }
            return users
        }

        /// The user that a line is about; `nil` where it does not say whether they are disabled.
        private func user(line: Int, _ cells: [String: String]) -> ImportedUser? {
            func cell(_ name: String) -> String? { cells[name].flatMap { $0.isEmpty ? nil : $0 } }
            let disabled = cell("disabled")?.lowercased() ?? "no"
            guard ["yes", "no"].contains(disabled) else { return nil }
            return ImportedUser(
                line: line,
                name: cell("name") ?? "",
                displayName: cell("display"),
                role: cell("role") ?? "member",
                isDisabled: disabled == "yes",
                secret: cell("hash").map { .hash($0) } ?? .password(Password.generated())
            )
        }

        private func text() throws -> String {
            do {
                let data =
                    file == "-"
                    ? FileHandle.standardInput.readDataToEndOfFile()
                    : try Data(contentsOf: URL(fileURLWithPath: file))
                guard let text = String(data: data, encoding: .utf8) else {
                    throw CommandError("bad_request", "'\(file)' is not UTF-8")
                }
                // Spreadsheets write this mark first.
                return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
            } catch let error as CommandError {
                throw error
            } catch {
                throw CommandError("not_found", "the file '\(file)' cannot be read")
            }
        }
    }

    struct Export: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Print all users as CSV, as 'roost user import' reads them.",
            discussion: """
                The columns are 'name', 'display', 'role' and 'disabled' (yes or no); with --hashes also 'hash', that of the \
                password, which is a secret.

                Example: roost user export --hashes > users.csv
                """
        )

        @OptionGroup var common: CommonOptions
        @Flag(help: "With the hashes of passwords, so that users keep theirs.") var hashes = false

        func command() -> RoostServer.Command { .user(.export) }

        func show(_ records: [Record]) {
            let columns = ["name", "display", "role", "disabled"] + (hashes ? ["hash"] : [])
            let kept = records.map { record in
                Record(Dictionary(uniqueKeysWithValues: columns.map { ($0, record[$0]) }))
            }
            if common.json { return common.console.printJSON(kept) }
            print(CSV.line(columns))
            for record in kept { print(CSV.line(columns.map { record[$0].text })) }
        }

        func tell(_ records: [Record], on console: Console) {}
    }
}
