import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat
import RoostAuth
import RoostKit

/// A name and a password, as sign-up and sign-in take them.
struct SignUpBody: Decodable, Sendable {
    let name: String
    let password: String
    let setup: String?

    init(_ request: Request, _ context: some RequestContext) async throws {
        self = try await request.decoded(form: "text in 'name' and 'password'")
    }
}

extension Request {
    /// The largest body, in bytes: a name, the longest password with every character escaped, and a token.
    private static let bodyByteLimit = 16 * 1024

    /// The body, a JSON object with `form`, as the refusal of another one says.
    func decoded<Body: Decodable>(form: String) async throws -> Body {
        let bytes: ByteBuffer
        do {
            bytes = try await body.collect(upTo: Self.bodyByteLimit)
        } catch is NIOTooManyBytesError {
            throw RequestError(
                code: "too_large",
                message: "The body has at most \(Self.bodyByteLimit) bytes."
            )
        }
        do {
            return try JSONDecoder().decode(Body.self, from: Data(bytes.readableBytesView))
        } catch {
            throw RequestError.badRequest("The body must be a JSON object with \(form).")
        }
    }
}

/// An account as clients see it.
struct AccountBody: Encodable, Sendable {
    let name: String
    let role: String

    init(_ account: Account) {
        name = account.user.rawValue
        role = account.role.rawValue
    }
}

/// The answer to a sign-up.
struct UserReply: Encodable, Sendable {
    let user: AccountBody
}

/// The answer to a sign-in.
struct SessionReply: Encodable, Sendable {
    let token: String
    let user: AccountBody
}

private struct ErrorReply: Encodable {
    struct Body: Encodable {
        let code: String
        let message: String
    }

    let error: Body
}

/// What `make` makes, as JSON with `status`, or its error.
func answer(_ status: HTTPResponse.Status, _ make: () async throws -> some Encodable) async throws -> Response
{
    do {
        return try json(status, try await make())
    } catch {
        return refusal(error)
    }
}

/// The answer to a request that failed with `error`.
func refusal(_ error: any Error) -> Response {
    let (code, message) =
        switch error {
        case let error as any ClientFacingError: (error.code, error.message)
        case let error as RequestError: (error.code, error.message)
        default: ("internal", "The server could not do this; its log says why.")
        }
    let status: HTTPResponse.Status =
        switch code {
        case "wrong_credentials", "unauthorized": .unauthorized
        case "sign_up_closed", "bad_setup_token", "forbidden", "wrong_password": .forbidden
        case "not_found": .notFound
        case "name_taken", "conflict", "last_administrator": .conflict
        case "too_large": .contentTooLarge
        case "busy": .serviceUnavailable
        case "internal": .internalServerError
        default: .badRequest
        }
    // A reply made of two strings always encodes.
    return (try? json(status, ErrorReply(error: .init(code: code, message: message))))
        ?? Response(status: status)
}

private func json(_ status: HTTPResponse.Status, _ body: some Encodable) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    return Response(
        status: status,
        headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: try encoder.encode(body)))
    )
}
