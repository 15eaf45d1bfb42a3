/// What one check of `roost doctor` found.
package struct Finding: Encodable, Hashable, Sendable {
    /// How bad it is.
    package enum Verdict: String, Encodable, Sendable {
        /// As it should be.
        case ok
        /// The server works, but not as well as it could.
        case warning
        /// The server does not start, or is not safe.
        case problem
    }

    /// What was looked at, such as `data folder`.
    package let check: String
    /// How bad it is.
    package let verdict: Verdict
    /// What is so, and what to do about it, in one line.
    package let text: String

    /// A finding from its parts.
    package init(_ check: String, _ verdict: Verdict, _ text: String) {
        self.check = check
        self.verdict = verdict
        self.text = text
    }
}
