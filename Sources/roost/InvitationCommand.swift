import ArgumentParser
import RoostAuth
import RoostKit
import RoostServer

/// The command `roost invitation`.
struct InvitationCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "invitation",
        abstract: "Administer invitations.",
        subcommands: [Create.self, List.self, Revoke.self]
    )

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an invitation, and print its link once."
        )

        @OptionGroup var common: CommonOptions
        @Option(help: "The room that it is for; the server where left out.") var room: String?
        @Option(help: "How many people can use it.") var uses: Int64 = 1
        @Option(help: "After how many days it expires.") var days = 7

        func validate() throws {
            guard 1...366 ~= days else { throw ValidationError("--days must be 1 to 366.") }
        }

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            print(
                try await administration.invite(
                    to: room.map(RoomID.init),
                    uses: uses,
                    lifetime: .seconds(days) * 86_400
                )
            )
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the invitations that stand.")

        @OptionGroup var common: CommonOptions
        @Flag(help: "One JSON object per line.") var json = false

        private struct Record: Encodable {
            let id: String
            let user: String?
            let room: String?
            let uses: Int64
            let used: Int64
            let expiresAt: String

            init(_ invitation: Invitation) {
                id = invitation.id
                user = invitation.user?.rawValue
                room = invitation.room?.rawValue
                uses = invitation.uses
                used = invitation.used
                expiresAt = WireTime.text(of: invitation.expiresAt)
            }
        }

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            for invitation in try await administration.invitations().map(Record.init) {
                if json {
                    try printJSON(invitation)
                } else {
                    let uses = "\(invitation.used)/\(invitation.uses)"
                    let parts = [
                        invitation.id, invitation.room ?? "-", uses, invitation.expiresAt,
                        invitation.user ?? "-",
                    ]
                    print(parts.joined(separator: "\t"))
                }
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "End an invitation; who took it stays.")

        @OptionGroup var common: CommonOptions
        @Argument(help: "The id, from 'roost invitation list'.") var id: String

        func run() async throws {
            try await Administration(configuration: try await common.load()).revokeInvitation(id)
            print("revoked \(id)")
        }
    }
}
