import ArgumentParser
import RoostAuth
import RoostKit
import RoostServer

/// The command `roost token`.
struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Administer tokens for programs.",
        subcommands: [Create.self, List.self, Revoke.self, Narrow.self, RotateKey.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token with some of a user's rights, and print it once.",
            discussion: "Name rights, rooms or both."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The user, for example 'ada'.") var user: String
        @Option(help: "What the token is called in lists.") var name: String
        @Option(help: "The rights that it gives, for example 'join,read,send'.") var rights: String?
        @Option(help: "The rooms that it opens, for example 'lobby'.") var rooms: String?
        @Option(help: "After how many days it expires.") var days: Int

        func validate() throws {
            guard 1...366 ~= days else { throw ValidationError("--days must be 1 to 366.") }
        }

        func run() async throws {
            let order = try TokenOrder(
                name: name,
                rights: rights.map { Self.list($0).map(Right.init) },
                rooms: rooms.map { Self.list($0).map(RoomID.init) },
                lifetime: .seconds(days) * 86_400
            )
            let administration = Administration(configuration: try await common.load())
            print(try await administration.createToken(order, ofUser: user))
        }

        private static func list(_ text: String) -> [String] {
            text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List a user's tokens, or everybody's.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "The user; everybody where left out.") var user: String?
        @Flag(help: "One JSON object per line.") var json = false

        private struct Record: Encodable {
            let id: String
            let user: String
            let name: String
            let caveats: [String]
            let createdAt: String
            let lastUsedAt: String?
            let expiresAt: String

            init(_ token: PersonalToken) {
                id = token.id.rawValue
                user = token.user.rawValue
                name = token.name
                caveats = token.caveats
                createdAt = WireTime.text(of: token.createdAt)
                lastUsedAt = token.lastUsedAt.map(WireTime.text)
                expiresAt = WireTime.text(of: token.expiresAt)
            }
        }

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            for token in try await administration.tokens(ofUser: user).map(Record.init) {
                if json {
                    try printJSON(token)
                } else {
                    let caveats = token.caveats.joined(separator: "; ")
                    let parts = [token.id, token.user, token.name, token.expiresAt, caveats]
                    print(parts.joined(separator: "\t"))
                }
            }
        }
    }
}
