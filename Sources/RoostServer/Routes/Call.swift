import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat
import RoostAuth
import RoostKit

/// One request to the API.
struct Call: Sendable {
    /// The largest body, in bytes: a name, the longest password with every character escaped, and a token.
    private static let bodyByteLimit = 16 * 1024
    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")

    let request: Request
    let context: RoostRequestContext
    let proxies: TrustedProxies

    /// The token that it brings; empty where there is none.
    var token: String { String((request.headers[.authorization] ?? "").dropFirst("Bearer ".count)) }

    /// Where it comes from; a peer without an internet address is on this machine.
    var address: ClientAddress {
        let peer = context.peer?.ipAddress.flatMap(ClientAddress.init) ?? .loopback
        return proxies.client(of: peer, forwardedFor: Self.forwardedFor.flatMap { request.headers[$0] })
    }

    /// Whose program it is, as people know their devices by.
    var caller: Caller { Caller(address: address.text, program: request.headers[.userAgent]) }

    /// The part of the path named `name`.
    func part(_ name: String) throws -> String { try context.parameters.require(name) }

    /// The query's `name`, or `nil`.
    func query(_ name: String) -> String? { request.uri.queryParameters[Substring(name)].map(String.init) }

    /// The query's `limit`, or `standard`.
    func limit(_ range: ClosedRange<Int>, standard: Int) throws -> Int {
        guard let text = query("limit") else { return standard }
        guard let limit = Int(text), range.contains(limit) else {
            throw RequestError.badRequest(
                "'limit' is a number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return limit
    }

    /// The body, a JSON object; `fields` says for people what it must hold.
    func body<T: Decodable>(_ type: T.Type, holding fields: String) async throws -> T {
        let bytes: ByteBuffer
        do {
            bytes = try await request.body.collect(upTo: Self.bodyByteLimit)
        } catch is NIOTooManyBytesError {
            throw RequestError(
                code: "too_large",
                message: "The body has at most \(Self.bodyByteLimit) bytes."
            )
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes.readableBytesView))
        } catch {
            throw RequestError.badRequest("The body must be a JSON object with \(fields).")
        }
    }
}
