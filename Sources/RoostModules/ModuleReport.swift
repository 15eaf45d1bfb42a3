/// What a module is and did, for `roost module list` and `show`.
package struct ModuleReport: Hashable, Codable, Sendable {
    /// What a running server counted since its start.
    package struct Figures: Hashable, Codable, Sendable {
        /// How often the module was asked for something.
        package let calls: Int
        /// How often it failed.
        package let failures: Int
        /// How often it did not answer in time.
        package let late: Int
        /// How long callers waited for it, all together.
        package let spentMilliseconds: Int
        /// How many events wait for it now.
        package let waitingEvents: Int
        /// How many events it never heard of, because too many waited.
        package let droppedEvents: Int
        /// How much background work it has now.
        package let tasks: Int
        /// What went wrong last.
        package let lastError: String?
    }

    /// A setting of the version that runs.
    package struct Setting: Hashable, Codable, Sendable {
        /// Its place in the configuration, as in `modules.history.retention`.
        package let key: String
        /// What it is set to, or has by itself, as one writes it; of what may be a secret only whether there is one.
        package let value: String
        /// What one may write.
        package let allowed: String
        /// What it does, in one sentence.
        package let summary: String
    }

    /// The name of its file, without `lib` and `.so`.
    package let name: String
    /// The module's own version, where it is known.
    package let version: String?
    /// `on`, `off` or `failed`.
    package let state: String
    /// Why it does not run, in one line.
    package let reason: String?
    /// What the running server counted, where there is one.
    package var figures: Figures?
    /// The settings of the version that runs, if one does.
    package var settings: [Setting]?

    /// A report without figures.
    package init(_ module: ModuleState) {
        name = module.name
        version = module.version
        switch module.status {
        case .on: (state, reason) = ("on", nil)
        case .off: (state, reason) = ("off", nil)
        case .failed(let why): (state, reason) = ("failed", why)
        }
    }
}
