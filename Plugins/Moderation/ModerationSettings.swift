internal import RoostKit

/// What an operator may set, with the values of a quiet server.
struct ModerationSettings: Sendable {
    var pace = PaceLimits()
    /// For how long who strikes out is muted, in milliseconds.
    var muteTime: Int64 = 600_000
    /// How old an account is that is not new any more, in milliseconds.
    var newAccountAge: Int64 = 86_400_000
    /// How many messages a new account posts within the window.
    var newAccountMessages = 5
    /// Whether new accounts may post links.
    var newAccountLinks = false

    static let declared = [
        Setting(
            "messages",
            .number(10, in: 1...1_000),
            "How many messages one user posts within the window."
        ),
        Setting("window", .duration(.seconds(10), in: .seconds(1) ... .seconds(3_600)), "The window."),
        Setting("duplicates", .number(3, in: 1...100), "How often one user says the same within a minute."),
        Setting(
            "strikes",
            .number(5, in: 1...100),
            "How often one user runs into these limits before a mute."
        ),
        Setting(
            "mute",
            .duration(.seconds(600), in: .seconds(1) ... .seconds(86_400)),
            "How long that mute is."
        ),
        Setting(
            "new-account",
            .duration(.seconds(0), in: .seconds(0) ... .seconds(30 * 86_400)),
            "How long an account is new; 0s for no limits to new accounts."
        ),
        Setting(
            "new-messages",
            .number(5, in: 1...1_000),
            "How many messages a new account posts in the window."
        ),
        Setting("new-links", .flag(false), "Whether new accounts may post links."),
    ]

    init() {}

    init(_ settings: ModuleSettings) throws(UndeclaredSetting) {
        pace.messages = try settings.number("messages")
        pace.window = try settings.duration("window").milliseconds
        pace.duplicates = try settings.number("duplicates")
        pace.strikes = try settings.number("strikes")
        muteTime = try settings.duration("mute").milliseconds
        newAccountAge = try settings.duration("new-account").milliseconds
        newAccountMessages = try settings.number("new-messages")
        newAccountLinks = try settings.flag("new-links")
    }
}

extension Duration {
    /// In whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000 }
}
