/// The id of one sign-in: 128 random bits as 22 characters.
package struct SessionID: RawRepresentable, Hashable, Sendable {
    /// The characters, in URL-safe Base64.
    package let rawValue: String

    /// The session with the id `rawValue`, which need not exist.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// An id that no other session has.
    static func random() -> SessionID { SessionID(rawValue: Base64URL.encode(.random(count: 16))) }
}
