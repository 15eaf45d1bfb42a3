import ArgumentParser
import RoostAuth
import RoostServer

/// A command that changes one account, and reaches whoever is connected with it.
protocol UserChange: AsyncParsableCommand {
    var common: CommonOptions { get }
    /// What is to be done.
    func command() -> AccountCommand
    /// What was done, for people.
    func report(_ sessions: Int) -> String
}

extension UserChange {
    func run() async throws {
        let administration = Administration(configuration: try await common.load())
        print(report(try await administration.perform(command())))
    }
}

extension User {
    struct Disable: UserChange {
        static let configuration = CommandConfiguration(
            abstract: "Keep a user from signing in, and end their sessions."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func command() -> AccountCommand { .disable(user: name) }
        func report(_ sessions: Int) -> String { "disabled \(name), sessions ended: \(sessions)" }
    }

    struct Enable: UserChange {
        static let configuration = CommandConfiguration(abstract: "Let a disabled user sign in again.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func command() -> AccountCommand { .enable(user: name) }
        func report(_ sessions: Int) -> String { "enabled \(name)" }
    }

    struct Delete: UserChange {
        static let configuration = CommandConfiguration(
            abstract: "Remove an account, and end its sessions.",
            discussion: "What modules recorded stays, and nobody gets the name again."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func command() -> AccountCommand { .delete(user: name) }
        func report(_ sessions: Int) -> String { "deleted \(name), sessions ended: \(sessions)" }
    }

    struct SetRole: UserChange {
        static let configuration = CommandConfiguration(
            commandName: "role",
            abstract: "Give a user another role; who is connected connects again with the new rights."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "The role: 'admin' or 'member'.") var role: String

        func command() -> AccountCommand { .setRole(user: name, role: role) }
        func report(_ sessions: Int) -> String { "made \(name) \(role), sessions changed: \(sessions)" }
    }

    struct Password: UserChange {
        static let configuration = CommandConfiguration(
            abstract: "Give a user another password, and end their sessions.",
            discussion: "The password is asked for, or is the first line of standard input."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func command() -> AccountCommand { .resetPassword(user: name, password: PasswordInput.read()) }
        func report(_ sessions: Int) -> String {
            "changed the password of \(name), sessions ended: \(sessions)"
        }
    }
}
