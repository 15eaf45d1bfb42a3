internal import RoostKit

/// The reply to `history:page`.
struct Page: Encodable {
    /// Oldest first.
    let messages: [Message]
    /// Whether there are messages before these.
    let more: Bool
}
