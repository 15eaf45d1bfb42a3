/// Why a second factor was not added, confirmed or removed.
package enum SecondFactorError: Error, Hashable {
    /// The user has one already.
    case on
    /// The user has none, or has not begun to add one.
    case off
    /// The password or the code was not accepted.
    case refused(SignInError)
}

extension SecondFactorError: ClientFacingError {
    /// The code of the protocol.
    package var code: String {
        switch self {
        case .on: "second_factor_on"
        case .off: "second_factor_off"
        case .refused(let error): error.code
        }
    }

    /// What is wrong and what to do.
    package var message: String {
        switch self {
        case .on: "The second factor is on already. Remove it first."
        case .off: "There is no second factor."
        case .refused(let error): error.message
        }
    }

    /// As the refusal of the password or code is.
    package var isRetryable: Bool { retryAfter != nil }

    /// As the refusal of the password or code says.
    package var retryAfter: Int? {
        guard case .refused(let error) = self else { return nil }
        return error.retryAfter
    }
}
