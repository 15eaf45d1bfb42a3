internal import RoostKit

/// Something that was done to keep order: one row of the log that drives all of it.
struct Action: Hashable, Sendable {
    /// What was done.
    enum Kind: String, CaseIterable, Codable, Sendable {
        case kick, ban, mute
        /// One message every so many seconds (`amount`).
        case slow
        /// Nobody posts but moderators.
        case readOnly = "read-only"
        /// Nobody joins but moderators.
        case lock
        /// The level (`amount`) of the whole server.
        case lockdown
        case warn, note
        /// Messages of the target were deleted (`amount` of them).
        case purge
        /// Another action (`of`) holds no more: a moderator took it back.
        case lift
        /// Another action (`of`) holds no more: its time is over.
        case expire

        /// Whether it holds until it is ended.
        var isLasting: Bool { [.ban, .mute, .slow, .readOnly, .lock, .lockdown].contains(self) }

        /// Whether it is done to somebody, and not to a place.
        var hasTarget: Bool { [.kick, .ban, .mute, .warn, .note, .purge].contains(self) }
    }

    /// Its place in the log.
    let id: Int64
    let kind: Kind
    /// Where it holds; on the whole server where it is `nil`.
    let room: RoomID?
    /// To whom: a user's name, or `@` and a guest's address.
    let target: String?
    /// Who did it; the module by itself where it is `nil`.
    let by: UserID?
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    let at: Int64
    /// Until when it holds, likewise; until it is lifted where it is `nil`.
    var until: Int64?
    var reason: String?
    /// Seconds, level or number, as the kind says.
    var amount: Int64?
    /// The action that this one ends.
    var of: Int64?
    /// The places of messages in the room's sequence that show why.
    var evidence: [Int64] = []

    /// What it is about; of the lasting actions with the same subject, one holds.
    var subject: Subject { Subject(kind: kind, room: room, target: target) }
}

/// What a lasting action is about.
struct Subject: Hashable, Sendable {
    let kind: Action.Kind
    let room: RoomID?
    let target: String?
}
