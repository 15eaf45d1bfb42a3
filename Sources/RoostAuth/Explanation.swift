/// Why somebody may or may not do something.
package struct Explanation: Hashable, Sendable {
    /// Whether the user has the right there.
    package let isAllowed: Bool
    /// Whether the account is disabled, so that no right counts.
    package let isDisabled: Bool
    /// The grants that give the right, and whose each is.
    package let grants: [OwnedGrant]
}
