import Foundation
import NIOHTTP1
import SocketIOClient

/// A user's session at a Roost server, for the time of a run.
package struct SignIn: Sendable {
    private struct Credentials: Encodable {
        let name: String
        let password: String
    }

    private struct Reply: Decodable {
        struct Failure: Decodable {
            let code: String
            let message: String
        }

        let token: String?
        let error: Failure?
    }

    private let target: BenchTarget
    /// What lets connections in.
    package let token: String

    /// Signs `name` in.
    /// - Throws: `BenchError.refused` with the server's reason, or `unreachable`.
    package init(name: String, password: String, at target: BenchTarget) async throws(BenchError) {
        let answer: HTTPExchange.Answer
        do {
            let body = try JSONEncoder().encode(Credentials(name: name, password: password))
            answer = try await HTTPExchange.send(
                .POST,
                "/api/v1/sessions",
                to: (target.host, target.port),
                body: String(decoding: body, as: UTF8.self),
                headers: ["content-type": "application/json"]
            )
        } catch {
            throw .unreachable(target.url, reason: networkReason(error))
        }
        // A server that is not Roost answers with anything.
        let reply = try? JSONDecoder().decode(Reply.self, from: Data(answer.body.utf8))
        guard let token = reply?.token else {
            let failure = reply?.error
            throw .refused(
                code: failure?.code ?? "\(answer.status.code)",
                message: failure?.message ?? "sign-in is not answered as by Roost"
            )
        }
        self.target = target
        self.token = token
    }

    /// Ends the session; its token is void afterwards.
    package func end() async {
        // A server that is gone has nothing to end; the session expires by itself.
        _ = try? await HTTPExchange.send(
            .DELETE,
            "/api/v1/sessions/current",
            to: (target.host, target.port),
            headers: ["authorization": "Bearer \(token)"]
        )
    }
}
