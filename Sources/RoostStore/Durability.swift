/// What an acknowledged write survives.
package enum Durability: String, Sendable, CaseIterable {
    /// The end of the process, and a power cut: each commit waits for the disk.
    case full
    /// The end of the process; a power cut may take the last commits, and leaves the database whole.
    case normal
}
