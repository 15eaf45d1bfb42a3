/// The id of one sign-in: 128 random bits as 22 characters.
package struct SessionID: RawRepresentable, Hashable, Sendable {
    /// The characters, in URL-safe Base64.
    package let rawValue: String

    /// The session with the id `rawValue`, which need not exist.
    package init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// An id that no other session has, and that no command takes for an option.
    static func random() -> SessionID {
        let text = Base64URL.encode(.random(count: 16))
        return text.hasPrefix("-") ? random() : SessionID(rawValue: text)
    }
}
