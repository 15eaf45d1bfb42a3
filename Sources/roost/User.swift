import ArgumentParser
import RoostAuth
import RoostServer

/// The command `roost user`.
struct User: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer accounts.",
        subcommands: [Add.self, List.self, SecondFactor.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account; the password is the first line of standard input."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Flag(help: "Make the account an administrator.") var admin = false

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            let password = readLine(strippingNewline: true) ?? ""
            let account = try await administration.addUser(
                name: name,
                password: password,
                role: admin ? .admin : .member
            )
            print("added \(account.user) as \(account.role.rawValue)")
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts.")

        @OptionGroup var common: CommonOptions
        @Flag(help: "One JSON object per line.") var json = false

        private struct Record: Encodable {
            let name: String
            let role: String
        }

        func run() async throws {
            for account in try await Administration(configuration: try await common.load()).users() {
                let record = Record(name: "\(account.user)", role: account.role.rawValue)
                if json { try printJSON(record) } else { print("\(record.name)\t\(record.role)") }
            }
        }
    }
}
