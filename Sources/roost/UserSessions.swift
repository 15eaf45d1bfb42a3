import ArgumentParser
import RoostAuth
import RoostKit
import RoostServer

extension User {
    struct Sessions: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List a user's sessions, or end one or all of them."
        )

        @OptionGroup var common: CommonOptions
        @Argument(help: "The name, for example 'ada'.") var name: String
        @Option(help: "End the session with this id.") var end: String?
        @Flag(help: "End all sessions.") var endAll = false
        @Flag(help: "One JSON object per line.") var json = false

        private struct Record: Encodable {
            let id: String
            let createdAt: String
            let lastUsedAt: String
            let expiresAt: String
            let address: String?
            let program: String?

            init(_ session: OpenSession) {
                id = session.id.rawValue
                createdAt = WireTime.text(of: session.createdAt)
                lastUsedAt = WireTime.text(of: session.lastUsedAt)
                expiresAt = WireTime.text(of: session.expiresAt)
                address = session.caller.address
                program = session.caller.program
            }
        }

        func validate() throws {
            if end != nil, endAll { throw ValidationError("--end and --end-all exclude each other.") }
        }

        func run() async throws {
            let administration = Administration(configuration: try await common.load())
            if endAll {
                let count = try await administration.perform(.endSessions(user: name))
                print("sessions ended: \(count)")
            } else if let end {
                _ = try await administration.perform(.endSession(user: name, id: end))
                print("ended \(end)")
            } else {
                for session in try await administration.sessions(ofUser: name) { try show(Record(session)) }
            }
        }

        private func show(_ session: Record) throws {
            if json { return try printJSON(session) }
            let parts = [session.id, session.lastUsedAt, session.address ?? "-", session.program ?? "-"]
            print(parts.joined(separator: "\t"))
        }
    }
}
