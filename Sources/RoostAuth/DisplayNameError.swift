/// Why a text is no display name.
package enum DisplayNameError: Error, Hashable {
    /// It is empty or too long.
    case length
    /// It has a character that display names do not have, or nothing to see.
    case character
}

extension DisplayNameError: ClientFacingError {
    /// One code for every reason.
    package var code: String { "bad_display_name" }

    /// What a display name must be.
    package var message: String {
        switch self {
        case .length: "A display name has 1 to 64 characters, and at most 256 bytes."
        case .character: "A display name has visible characters, and none that control the text around them."
        }
    }
}
