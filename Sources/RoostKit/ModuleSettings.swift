/// What a module's settings are set to, or have by themselves.
///
/// Each is of the kind and in the range that the manifest says.
public struct ModuleSettings: Sendable {
    private let values: [String: SettingValue]

    /// Settings from their values by name; a host's, or a test's.
    public init(_ values: [String: SettingValue]) {
        self.values = values
    }

    /// The flag named `name`.
    /// - Throws: `UndeclaredSetting` where the manifest has no such flag.
    public func flag(_ name: String) throws(UndeclaredSetting) -> Bool {
        guard case .flag(let flag) = values[name] else { throw UndeclaredSetting(name: name) }
        return flag
    }

    /// The number named `name`.
    /// - Throws: `UndeclaredSetting` where the manifest has no such number.
    public func number(_ name: String) throws(UndeclaredSetting) -> Int {
        guard case .number(let number) = values[name] else { throw UndeclaredSetting(name: name) }
        return number
    }

    /// The text or choice named `name`.
    /// - Throws: `UndeclaredSetting` where the manifest has no such text or choice.
    public func text(_ name: String) throws(UndeclaredSetting) -> String {
        guard case .text(let text) = values[name] else { throw UndeclaredSetting(name: name) }
        return text
    }

    /// The time named `name`.
    /// - Throws: `UndeclaredSetting` where the manifest has no such time.
    public func duration(_ name: String) throws(UndeclaredSetting) -> Duration {
        guard case .duration(let duration) = values[name] else { throw UndeclaredSetting(name: name) }
        return duration
    }

    /// The list named `name`.
    /// - Throws: `UndeclaredSetting` where the manifest has no such list.
    public func list(_ name: String) throws(UndeclaredSetting) -> [String] {
        guard case .list(let texts) = values[name] else { throw UndeclaredSetting(name: name) }
        return texts
    }
}

/// A module asked for a setting that it did not declare: a mistake in the module.
public struct UndeclaredSetting: Error, Hashable, CustomStringConvertible {
    /// The setting's name.
    public let name: String

    /// An error for the setting named `name`.
    public init(name: String) {
        self.name = name
    }

    /// One line for the log.
    public var description: String { "the manifest declares no setting '\(name)' of this kind" }
}
