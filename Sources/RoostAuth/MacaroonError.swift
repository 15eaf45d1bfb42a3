/// Why bytes are no macaroon, or a macaroon cannot grow.
enum MacaroonError: Error, Hashable {
    /// It has more bytes or conditions than allowed.
    case tooLarge
    /// The text or the bytes are not of the format.
    case malformed
    /// It has a condition that a third party would have to confirm.
    case thirdParty
}
