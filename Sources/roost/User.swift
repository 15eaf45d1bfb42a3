import ArgumentParser
import RoostAuth
import RoostServer

/// The command `roost user`.
struct User: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer accounts.",
        subcommands: [
            Add.self, List.self, Disable.self, Enable.self, Delete.self, SetRole.self, Password.self,
            Reset.self, Sessions.self, SecondFactor.self, Explain.self,
        ]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account.",
            discussion: "The password is asked for, or is the first line of standard input."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Flag(help: "Make the account an administrator.") var admin = false

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            let account = try await administration.addUser(
                name: name,
                password: PasswordInput.read(),
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
            let disabled: Bool
        }

        func run() async throws {
            for account in try await Administration(configuration: try await common.load()).users() {
                let record = Record(
                    name: "\(account.user)",
                    role: account.role.rawValue,
                    disabled: account.isDisabled
                )
                if json {
                    try printJSON(record)
                } else {
                    print("\(record.name)\t\(record.role)\(record.disabled ? "\tdisabled" : "")")
                }
            }
        }
    }
}
