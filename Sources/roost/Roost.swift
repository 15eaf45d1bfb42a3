import ArgumentParser
import Foundation
import RoostBench
import RoostServer

/// The program.
@main
struct Roost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roost",
        abstract: "A self-hosted chat service.",
        discussion: """
            'roost serve' runs the server. All other commands work on its data, through the server while it runs.

            See 'roost help topics' for what they have in common.
            """,
        version: Version.text,
        groupedSubcommands: [
            CommandGroup(
                name: "Server",
                subcommands: [Serve.self, Watch.self, Config.self, Doctor.self, Database.self, Bench.self]
            ),
            CommandGroup(
                name: "People",
                subcommands: [User.self, Role.self, Session.self, Token.self, Invite.self, Audit.self]
            ),
            CommandGroup(name: "Talk", subcommands: [Chat.self, Say.self, Emit.self]),
            CommandGroup(name: "Content", subcommands: [Room.self, History.self, Module.self]),
            CommandGroup(name: "Program", subcommands: [Completion.self, Version.self]),
        ]
    )

    static func main() async {
        do {
            let arguments = Array(CommandLine.arguments.dropFirst())
            if let topic = try Topic(asked: arguments) { return print(topic.text) }
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            Failure(error).exit()
        }
    }
}
