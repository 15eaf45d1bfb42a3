import HTTPTypes
import Hummingbird

/// The answer to a request that failed with `error`.
func refusal(_ error: any Error) -> Response {
    let error = WireError(error, in: "an HTTP request")
    let body = RefusalBody.Fields(
        code: error.code,
        message: error.message,
        retryable: error.isRetryable,
        retryAfter: error.retryAfter
    )
    let status = status(of: body.code)
    // A reply made of texts and numbers always encodes.
    var response = (try? Reply(status, RefusalBody(error: body)).response) ?? Response(status: status)
    if let seconds = body.retryAfter { response.headers[.retryAfter] = "\(seconds)" }
    return response
}

private struct RefusalBody: Encodable {
    struct Fields: Encodable {
        let code: String
        let message: String
        let retryable: Bool
        let retryAfter: Int?
    }

    let error: Fields
}

private func status(of code: String) -> HTTPResponse.Status {
    switch code {
    case "wrong_credentials", "unauthorized", "second_factor_required", "wrong_code": .unauthorized
    case "sign_up_closed", "bad_setup_token", "invitation_required", "bad_link": .forbidden
    case "forbidden", "wrong_password", "banned", "lockdown": .forbidden
    case "not_found": .notFound
    case "name_taken", "conflict", "not_running", "module_failed", "second_factor_on", "second_factor_off",
        "last_administrator", "last_owner":
        .conflict
    case "too_large": .contentTooLarge
    case "slow_down", "rate_limited": .tooManyRequests
    case "busy", "unavailable", "storage_unavailable": .serviceUnavailable
    case "internal": .internalServerError
    default: .badRequest
    }
}
