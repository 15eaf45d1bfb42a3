/// What came of the use of a token.
package enum BlockUseOutcome: Hashable, Sendable {
    /// It is counted.
    case counted
    /// Nothing is counted: this bound is reached.
    case usedUp(BlockUse)
    /// Nothing is counted: the token's session or link is gone, or a part of the token is revoked.
    case ended
    /// Nothing is counted: too many narrowed forms of the token were, already.
    case crowded
}
