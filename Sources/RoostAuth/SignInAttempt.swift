internal import RoostKit

/// Who tries to sign in, and from where.
struct SignInAttempt: Hashable, Sendable {
    /// The account, whether it exists or not; `nil` where the text cannot be a name.
    let user: UserID?
    /// The client's network.
    let network: String
    /// Whether the user signed in from this network before.
    let isKnown: Bool
}
