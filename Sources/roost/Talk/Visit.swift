import ArgumentParser
import Foundation
import RoostBench
import RoostServer
import SocketIO
import SocketIOClient

/// The options of commands that come to a server as a user.
struct VisitOptions: ParsableArguments {
    @Option(help: "The server.") var url = "http://127.0.0.1:8080"
    @Option(help: "Who comes in; the password is asked for. A token in ROOST_TOKEN goes before.")
    var user: String?

    func validate() throws {
        guard user != nil || Self.token != nil else {
            throw ValidationError("Say who comes in: --user NAME, or a token in ROOST_TOKEN.")
        }
    }

    fileprivate static var token: String? {
        ProcessInfo.processInfo.environment["ROOST_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
    }
}

/// A user's connection to a running server, from its beginning to its end.
struct Visit: Sendable {
    let client: SocketIOClient
    private let signIn: SignIn?

    /// Signs in where no token was given, and connects.
    /// - Throws: `CommandError`, or `BenchError` where the server is not there.
    init(_ options: VisitOptions) async throws {
        let target = try BenchTarget(options.url)
        var configuration = ClientConfiguration()
        if let token = VisitOptions.token {
            signIn = nil
            configuration.auth = ["token": .string(token)]
        } else {
            let name = options.user ?? ""
            let signIn = try await SignIn(
                name: name,
                password: try Password.read("Password of \(name)"),
                at: target
            )
            self.signIn = signIn
            configuration.auth = ["token": .string(signIn.token)]
        }
        client = try SocketIOClient(target.url, configuration: configuration)
        do {
            try await client.connect()
        } catch ClientError.connectError(let message, let details) {
            throw CommandError(details?["code"]?.string ?? "denied", message)
        } catch {
            throw CommandError("unreachable", "no server answers at \(target.url): \(networkReason(error))")
        }
    }

    /// What the server answers to `request`.
    /// - Throws: `CommandError` with the server's refusal.
    func ask(_ request: String, _ arguments: JSON...) async throws -> JSON {
        let answer: JSON
        do {
            answer = try await client.call(request, arguments.first ?? [:]).first ?? .null
        } catch ClientError.timeout {
            throw CommandError("no_answer", "the server did not answer to '\(request)' in time")
        } catch {
            throw CommandError("unreachable", "the connection ended")
        }
        guard answer["ok"]?.bool == false, let error = answer["error"] else { return answer }
        throw CommandError(error["code"]?.string ?? "failed", error["message"]?.string ?? "refused")
    }

    /// Leaves, and signs out where this signed in.
    func end() async {
        await client.disconnect()
        await signIn?.end()
    }

    /// What `work` answers during a visit, which ends in any case.
    static func during<T: Sendable>(
        _ options: VisitOptions,
        _ work: (Visit) async throws -> T
    ) async throws -> T {
        let visit = try await Visit(options)
        do {
            let result = try await work(visit)
            await visit.end()
            return result
        } catch {
            await visit.end()
            throw error
        }
    }
}
