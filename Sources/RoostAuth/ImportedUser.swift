/// A user as a file of another service has them, not checked yet.
package struct ImportedUser: Codable, Hashable, Sendable {
    /// The line of the file.
    package let line: Int
    /// The name.
    package let name: String
    /// How the user wants to be called; `nil` for just by the name.
    package let displayName: String?
    /// The name of the role.
    package let role: String
    /// Whether the user may not sign in.
    package let isDisabled: Bool
    /// The password's hash, or a new password where there is none.
    package var secret: Secret

    /// What the user signs in with.
    package enum Secret: Codable, Hashable, Sendable {
        /// A PHC string of Argon2, or a crypt string of bcrypt.
        case hash(String)
        /// A password.
        case password(String)
    }

    /// A user from the values of a line.
    package init(
        line: Int,
        name: String,
        displayName: String?,
        role: String,
        isDisabled: Bool = false,
        secret: Secret
    ) {
        self.line = line
        self.name = name
        self.displayName = displayName
        self.role = role
        self.isDisabled = isDisabled
        self.secret = secret
    }
}
