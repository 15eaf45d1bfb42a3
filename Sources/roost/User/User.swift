import ArgumentParser
import RoostServer

/// The command `roost user`.
struct User: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer accounts.",
        subcommands: [
            Add.self, List.self, Show.self, SetRole.self, SetPassword.self, Disable.self, Enable.self,
            Delete.self,
            Grants.self, Grant.self, Revoke.self, Explain.self, Reset.self, SecondFactor.self, Import.self,
            Export.self,
        ]
    )

    struct Add: PasswordVerb {
        static let configuration = CommandConfiguration(
            abstract: "Add an account.",
            discussion: """
                The password is asked for, or is the first line of standard input.

                Example: roost user add ada --admin
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Flag(help: "Make the account an administrator.") var admin = false
        @OptionGroup var newPassword: NewPassword

        func command(password: String) -> RoostServer.Command {
            .user(.add(name: name, password: password, role: admin ? "admin" : "member"))
        }
        func tell(_ records: [Record], on console: Console) {
            for record in records { console.say("added \(record["name"].text) as \(record["role"].text)") }
        }
    }

    struct List: Verb {
        static let configuration = CommandConfiguration(
            abstract: "List the accounts.",
            discussion: "Example: roost user list --json"
        )

        @OptionGroup var common: CommonOptions

        func command() -> RoostServer.Command { .user(.list) }
        func tell(_ records: [Record], on console: Console) {
            console.table(records, [("NAME", "name"), ("ROLE", "role"), ("DISABLED", "disabled")])
        }
    }

    struct Show: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Show all that is known of an account.",
            discussion: "Example: roost user show ada"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func command() -> RoostServer.Command { .user(.show(user: name)) }
        func tell(_ records: [Record], on console: Console) {
            for record in records { console.detail(record) }
        }
    }
}
