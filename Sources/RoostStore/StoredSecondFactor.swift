/// A row of the table of second factors: what one user shares with an authenticator app.
package struct StoredSecondFactor: Hashable, Sendable {
    /// The shared secret.
    package let secret: [UInt8]
    /// Whether the user has proved that the app has it.
    package let isConfirmed: Bool
}
