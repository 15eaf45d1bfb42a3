/// Why a text is no name of a user.
package enum UserNameError: Error, Hashable {
    /// It is empty or too long.
    case length
    /// It has a character that names do not have.
    case character
    /// It does not begin with a letter or digit.
    case beginning
    /// It is a name that nobody may have.
    case reserved
}

extension UserNameError: ClientFacingError {
    /// One code for every reason.
    package var code: String { "bad_name" }

    /// What a name must be.
    package var message: String {
        switch self {
        case .length: "A name has 1 to 32 characters."
        case .character: "A name has only the letters a to z, digits, '.', '_' and '-'."
        case .beginning: "A name begins with a letter or a digit."
        case .reserved: "This name is reserved. Choose another one."
        }
    }
}
