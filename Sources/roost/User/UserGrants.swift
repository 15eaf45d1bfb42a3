import ArgumentParser
import Foundation
import RoostAuth
import RoostServer

extension User {
    struct Grants: Verb {
        static let configuration = CommandConfiguration(
            abstract: "List all that a user was granted, by name or by a role.",
            discussion: "Example: roost user grants ada"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String

        func command() -> RoostServer.Command { .rights(.ofUser(name)) }
        func tell(_ records: [Record], on console: Console) { console.grants(records) }
    }

    struct Grant: Change {
        static let configuration = CommandConfiguration(
            abstract: "Let a user do something beside what their role gives.",
            discussion: "Example: roost user grant ada moderate room:lobby --for 7d"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "The right, for example 'moderate'.") var right: String
        @Argument(help: "What on, for example 'room:lobby', 'room:*' or 'server'.") var resource: String
        @Option(
            name: .customLong("for"),
            help: "How long, for example '12h' or '7d'; for ever where left out."
        )
        var span: Span?

        func validate() throws {
            guard span?.seconds != 0 else { throw ValidationError("--for must be at least 1s.") }
        }

        func command() -> RoostServer.Command {
            let now = Int64(Date().timeIntervalSince1970 * 1_000)
            let endsAt = span.map { now + $0.seconds * 1_000 }
            return .rights(.give(right: right, resource: resource, endsAt: endsAt, to: .user(name)))
        }
        func report(_ sessions: String) -> String {
            "granted \(right) on \(resource) to \(name), sessions changed: \(sessions)"
        }
    }

    struct Revoke: Change {
        static let configuration = CommandConfiguration(
            abstract: "Take a user's own grant, while they are connected, too.",
            discussion: "Example: roost user revoke ada moderate room:lobby"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "The right, for example 'moderate'.") var right: String
        @Argument(help: "What on, as it was granted.") var resource: String

        func command() -> RoostServer.Command {
            .rights(.take(right: right, resource: resource, from: .user(name)))
        }
        func report(_ sessions: String) -> String {
            "took \(right) on \(resource) from \(name), sessions changed: \(sessions)"
        }
    }

    struct Explain: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Tell whether a user may do something, and the grants behind it.",
            discussion: "Example: roost user explain ada send room:lobby"
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "The right, for example 'send'.") var right: String
        @Argument(help: "What on, for example 'room:lobby' or 'server'.") var resource: String

        func command() -> RoostServer.Command {
            .rights(.explain(user: name, right: right, resource: resource))
        }
        func tell(_ records: [Record], on console: Console) {
            for record in records {
                let decision = record["allowed"] == true ? "has" : "does not have"
                let disabled = record["disabled"] == true ? ": the account is disabled" : ""
                print("\(name) \(decision) \(right) on \(resource)\(disabled)")
                if case .list(let grants) = record["grants"] {
                    console.grants(
                        grants.compactMap { if case .record(let grant) = $0 { grant } else { nil } }
                    )
                }
            }
        }
    }

    struct SecondFactor: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Administer second factors.",
            subcommands: [Remove.self]
        )

        struct Remove: Change {
            static let configuration = CommandConfiguration(
                abstract: "Turn a user's second factor off, so that the password is enough.",
                discussion: "Example: roost user second-factor remove ben"
            )

            @OptionGroup var common: CommonOptions
            @Argument(help: "The name, for example 'ada'.") var name: String

            func command() -> RoostServer.Command { .user(.removeSecondFactor(user: name)) }
            func report(_ sessions: String) -> String { "removed the second factor of \(name)" }
        }
    }
}

extension Console {
    /// Prints a table of grants.
    func grants(_ records: [Record]) {
        table(
            records,
            [("HOLDER", "holder"), ("RIGHT", "right"), ("RESOURCE", "resource"), ("UNTIL", "endsAt")]
        )
    }
}
