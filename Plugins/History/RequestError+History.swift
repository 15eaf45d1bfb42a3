internal import RoostKit

extension RequestError {
    /// A refusal of a request whose form is wrong.
    static func badRequest(_ message: String) -> RequestError {
        RequestError(code: "bad_request", message: message)
    }
}
