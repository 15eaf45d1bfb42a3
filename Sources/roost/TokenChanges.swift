import ArgumentParser
import RoostServer

extension Token {
    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "End a token, all that was narrowed from it, and whoever is connected with those."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The token's id, from 'roost token list'.") var id: String

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            _ = try await administration.perform(.revokeToken(id: id))
            print("revoked \(id)")
        }
    }

    struct Narrow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold a token, or the session of a sign-in, to one more condition.",
            discussion: "One of 'room = ID,ID', 'rights = RIGHT,RIGHT', 'expires < TIME', 'ip = NETWORK'."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The id, from 'roost token list' or 'roost user sessions'.") var id: String
        @Argument(help: "The condition, for example 'rights = read'.") var caveat: String

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            _ = try await administration.perform(.narrowToken(id: id, caveat: caveat))
            print("narrowed \(id)")
        }
    }

    struct RotateKey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sign tokens with a new key; whoever is connected comes again.",
            discussion: "Tokens and links of earlier keys are good until the grace ends. 0 ends them all now."
        )

        @OptionGroup var common: CommonOptions
        @Option(help: "For how many days earlier tokens are good; sessions last thirty at most.")
        var graceDays = 30

        func validate() throws {
            guard 0...366 ~= graceDays else { throw ValidationError("--grace-days must be 0 to 366.") }
        }

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            _ = try await administration.perform(.rotateKey(graceSeconds: Int64(graceDays) * 86_400))
            print("tokens are signed with a new key; earlier ones are good for \(graceDays) days")
        }
    }
}
