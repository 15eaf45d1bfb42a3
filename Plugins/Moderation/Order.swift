internal import RoostKit

/// The payload of a request for an action: what is to be done, to whom, for how long and why.
struct Order: Decodable, Sendable {
    var room: RoomID?
    var user: String?
    var address: String?
    /// Seconds; without end where it is left out.
    var `for`: Int64?
    /// Of slow mode: seconds between two messages; 0 ends it.
    var seconds: Int64?
    /// Of lockdown; 0 ends it.
    var level: Int64?
    /// Of what a place is or is not: read-only and locked.
    var on: Bool?
    var reason: String?
    /// The places of messages in the room's sequence.
    var evidence: [Int64]?
    /// How many of the user's latest messages go; with a ban, a kick or alone.
    var purge: Int?

    static let reasonBytes = 1_024
    private static let times: ClosedRange<Int64> = 1...366 * 86_400
    private static let evidenceLimit = 50
    static let purgeLimits = 1...200

    /// Refuses values out of their ranges.
    func check(for kind: Action.Kind) throws(RequestError) {
        if let time = self.for, !Self.times.contains(time) {
            throw .bad("for", "1 to \(Self.times.upperBound) seconds")
        }
        try Self.check(reason: reason)
        if let evidence, evidence.count > Self.evidenceLimit || evidence.contains(where: { $0 < 1 }) {
            throw .bad("evidence", "at most \(Self.evidenceLimit) places in the room's sequence")
        }
        if let purge, !Self.purgeLimits.contains(purge) { throw .bad("purge", "from 1 to 200") }
        switch kind {
        case .slow:
            guard let seconds, 0...86_400 ~= seconds else { throw .bad("seconds", "from 0 to 86400") }
        case .lockdown:
            guard let level, 0...3 ~= level else { throw .bad("level", "from 0 to 3") }
        case .readOnly, .lock:
            guard on != nil else { throw .bad("on", "true or false") }
        case .purge:
            guard purge != nil else { throw .bad("purge", "from 1 to 200") }
        case .warn, .note:
            guard reason != nil else { throw .bad("reason", "given") }
        case .kick, .ban, .mute, .lift, .expire: break
        }
    }

    /// Refuses a reason that is empty, or no text for a line or two.
    static func check(reason: String?) throws(RequestError) {
        guard let reason else { return }
        guard 1...reasonBytes ~= reason.utf8.count, !reason.utf8.contains(0) else {
            throw .bad("reason", "text of 1 to \(reasonBytes) bytes without U+0000")
        }
    }

    /// Whether it ends what holds rather than begins something.
    var isEnd: Bool { seconds == 0 || level == 0 || on == false }

    /// What the log keeps as the amount of an action of `kind`.
    func amount(of kind: Action.Kind) -> Int64? {
        switch kind {
        case .slow: seconds
        case .lockdown: level
        case .purge: purge.map(Int64.init)
        default: nil
        }
    }
}

/// The payload of `moderation:lift`: one action by its id, or what holds of a kind.
struct LiftOrder: Decodable, Sendable {
    var room: RoomID?
    var action: Int64?
    var kind: Action.Kind?
    var user: String?
    var address: String?
    var reason: String?
}
