/// A user whose account was deleted, and of whom a module keeps nothing more under their name.
public struct UserErasure: Hashable, Sendable {
    /// Who is gone; nobody gets the name again.
    public let user: UserID
    /// To whom what stays is attributed: `deleted:` and some letters, the same in all modules, and nobody's name.
    public let standIn: UserID
    /// Whether what they wrote goes, too; otherwise it stays as their stand-in's.
    public let removesMessages: Bool

    /// An erasure from its parts.
    public init(user: UserID, standIn: UserID, removesMessages: Bool) {
        self.user = user
        self.standIn = standIn
        self.removesMessages = removesMessages
    }
}
