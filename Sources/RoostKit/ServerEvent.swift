/// A module runs no more: it was disabled, or switched off because it failed too often.
public struct ModuleStopped: ChatEvent, Hashable {
    /// Its name in lower case.
    public let name: String
    /// Whether it failed too often.
    public let isBroken: Bool

    /// An event from its parts.
    public init(name: String, isBroken: Bool) {
        self.name = name
        self.isBroken = isBroken
    }
}

/// The server takes clients from now on.
public struct ServerStarted: ChatEvent, Hashable {
    /// An event.
    public init() {}
}

/// The server has read its settings again, and some have other values.
public struct SettingsReloaded: ChatEvent, Hashable {
    /// The names of those that are in force, such as `accounts.sign-up`; what needs a restart is not among them.
    public let changed: [String]

    /// An event from its part.
    public init(changed: [String]) {
        self.changed = changed
    }
}

/// The server is about to end, and clients are still connected: it waits for those who hear of this, as long as for any event.
///
/// It does not wait for its turn behind other events.
public struct ServerStopping: ChatEvent, Hashable {
    /// An event.
    public init() {}
}
