/// How somebody is there, as they say themselves.
///
/// Of several devices the last one in this order counts.
package enum PresenceStatus: String, Sendable, Comparable {
    /// Connected, and not looking.
    case away
    /// Connected.
    case online
    /// Connected, and not to be disturbed.
    case busy

    /// The order in which devices count.
    package static func < (one: PresenceStatus, other: PresenceStatus) -> Bool { one.rank < other.rank }

    private var rank: Int {
        switch self {
        case .away: 0
        case .online: 1
        case .busy: 2
        }
    }
}
