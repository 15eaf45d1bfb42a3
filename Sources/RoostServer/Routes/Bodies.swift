import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOFoundationCompat
import RoostAuth
import RoostKit

/// What sign-up takes.
struct SignUpBody: Decodable, Sendable {
    let name: String
    let password: String
    let setup: String?
    let invitation: String?
}

/// What sign-in takes; `code` is that of the second factor.
struct SignInBody: Decodable, Sendable {
    let name: String
    let password: String
    let code: String?
}

/// The largest body, in bytes: a name, the longest password with every character escaped, and a token.
private let bodyByteLimit = 16 * 1024

/// The body of `request`, a JSON object; `fields` says for people what it must hold.
func body<T: Decodable>(_ type: T.Type, of request: Request, holding fields: String) async throws -> T {
    let bytes: ByteBuffer
    do {
        bytes = try await request.body.collect(upTo: bodyByteLimit)
    } catch is NIOTooManyBytesError {
        throw RequestError(code: "too_large", message: "The body has at most \(bodyByteLimit) bytes.")
    }
    do {
        return try JSONDecoder().decode(type, from: Data(bytes.readableBytesView))
    } catch {
        throw RequestError.badRequest("The body must be a JSON object with \(fields).")
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
        let retryable: Bool
        let retryAfter: Int?
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
    let error = WireError(error, in: "an HTTP request")
    let body = ErrorReply.Body(
        code: error.code,
        message: error.message,
        retryable: error.isRetryable,
        retryAfter: error.retryAfter
    )
    let status = status(of: body.code)
    // A reply made of texts and numbers always encodes.
    var response = (try? json(status, ErrorReply(error: body))) ?? Response(status: status)
    if let seconds = body.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
    return response
}

private func status(of code: String) -> HTTPResponse.Status {
    switch code {
    case "wrong_credentials", "unauthorized", "second_factor_required", "wrong_code": .unauthorized
    case "sign_up_closed", "bad_setup_token", "invitation_required", "bad_link": .forbidden
    case "forbidden", "wrong_password": .forbidden
    case "not_found": .notFound
    case "name_taken", "conflict", "second_factor_on", "second_factor_off": .conflict
    case "too_large": .contentTooLarge
    case "slow_down": .tooManyRequests
    case "busy": .serviceUnavailable
    case "internal": .internalServerError
    default: .badRequest
    }
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
