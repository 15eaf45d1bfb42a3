/// A second factor that its user has not confirmed yet.
package struct SecondFactorOffer: Hashable, Sendable {
    /// The secret in Base32, for typing into an authenticator app.
    package let secret: String
    /// The same as an `otpauth://` URI, for a QR code.
    package let uri: String

    init(user: String, secret: [UInt8]) {
        self.secret = Base32.encode(secret)
        // Names have only characters that a URI may have as they are.
        uri = "otpauth://totp/Roost:\(user)?secret=\(self.secret)&issuer=Roost"
    }
}
