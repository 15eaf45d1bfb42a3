import ArgumentParser
import RoostAuth
import RoostServer

extension MessageFate: ExpressibleByArgument {}

extension User {
    struct Disable: Change {
        static let configuration = CommandConfiguration(
            abstract: "Keep a user from signing in, and end their sessions.",
            discussion: "Example: roost user disable ben"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func command() -> RoostServer.Command { .user(.disable(user: name)) }
        func report(_ sessions: String) -> String { "disabled \(name), sessions ended: \(sessions)" }
    }

    struct Enable: Change {
        static let configuration = CommandConfiguration(
            abstract: "Let a disabled user sign in again.",
            discussion: "Example: roost user enable ben"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func command() -> RoostServer.Command { .user(.enable(user: name)) }
        func report(_ sessions: String) -> String { "enabled \(name)" }
    }

    struct Delete: DangerousChange {
        static let configuration = CommandConfiguration(
            abstract: "Remove an account, and end its sessions.",
            discussion: """
                Nobody gets the name again. The user's messages stay and are a deleted user's from then on, or go with the
                account: modules see to it a moment later, or at the next start where no server runs. The audit log has
                'user.erase' when each is done.

                Example: roost user delete ben --messages remove --dry-run
                """
        )

        @OptionGroup var common: CommonOptions
        @OptionGroup var consent: Consent
        @Option(help: "What becomes of the user's messages: keep, or remove.") var messages = MessageFate.keep
        @Argument(help: "The name, for example 'ada'.") var name: String

        var question: String {
            switch messages {
            case .keep: "Delete the account \(name) for good, and keep its messages as a deleted user's?"
            case .remove: "Delete the account \(name) and all of its messages for good?"
            }
        }
        var preview: RoostServer.Command { .user(.show(user: name)) }
        func command() -> RoostServer.Command { .user(.delete(user: name, messages: messages)) }
        func report(_ sessions: String) -> String { "deleted \(name), sessions ended: \(sessions)" }
    }

    struct SetRole: Change {
        static let configuration = CommandConfiguration(
            commandName: "role",
            abstract: "Give a user another role; who is connected connects again with the new rights.",
            discussion: "Example: roost user role ben moderator"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "The role: admin, moderator or member.") var role: String

        func command() -> RoostServer.Command { .user(.setRole(user: name, role: role)) }
        func report(_ sessions: String) -> String { "made \(name) \(role), sessions changed: \(sessions)" }
    }

    struct SetPassword: Change, PasswordVerb {
        static let configuration = CommandConfiguration(
            commandName: "password",
            abstract: "Give a user another password, and end their sessions.",
            discussion: """
                The password is asked for, or is the first line of standard input.

                Example: roost user password ben --generate
                """
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @OptionGroup var newPassword: NewPassword

        func command(password: String) -> RoostServer.Command {
            .user(.setPassword(user: name, password: password))
        }
        func report(_ sessions: String) -> String {
            "changed the password of \(name), sessions ended: \(sessions)"
        }
    }

    struct Reset: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Print a link with which a user sets a new password, once and within a day.",
            discussion: "Example: roost user reset ben"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func command() -> RoostServer.Command { .user(.resetLink(user: name)) }
        func tell(_ records: [Record], on console: Console) {
            for record in records { print(record["link"].text) }
        }
    }
}
