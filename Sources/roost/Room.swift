import ArgumentParser
import RoostAuth
import RoostServer

/// The command `roost room`.
struct Room: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer rooms.",
        subcommands: [Add.self, SetRole.self]
    )

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a room, and print its id.",
            discussion: "A private room is there only for those who get a role in it with 'roost room role'."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'kitchen'.") var name: String
        @Option(help: "What people read; the name where left out.") var title: String?
        @Flag(help: "Hide the room from everybody who has no role in it.") var `private` = false

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            print(try await administration.addRoom(name, title: title, isPrivate: `private`))
        }
    }

    struct SetRole: UserChange {
        static let configuration = CommandConfiguration(
            commandName: "role",
            abstract: "Give a user a role in a room.",
            discussion:
                "'none' takes the role and the user's own grants there, while they are connected, too."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The room's id.") var room: String
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Argument(help: "owner, moderator, member, or none.") var role: String

        func command() -> AccountCommand {
            .setRoomRole(user: name, room: room, role: role == "none" ? nil : role)
        }
        func report(_ sessions: Int) -> String {
            "\(name) is \(role) in \(room), sessions changed: \(sessions)"
        }
    }
}
