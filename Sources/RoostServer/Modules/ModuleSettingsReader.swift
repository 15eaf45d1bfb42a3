import Configuration
import RoostKit

/// What the configuration says about modules, which only their manifests know how to read.
package struct ModuleSettingsReader: Sendable {
    let config: ConfigReader

    /// The value of `setting` of the module named `module`, or `nil` where it is not set.
    /// - Throws: `ConfigurationError` for a value that is not allowed.
    func value(of setting: Setting, of module: String) async throws(ConfigurationError) -> SettingValue? {
        let key = "modules.\(module).\(setting.name)"
        guard let value = try await value(of: key, as: setting) else { return nil }
        guard setting.allows(value) else { throw .value(key: key, value: nil, allowed: setting.allowed) }
        return value
    }

    private func value(of key: String, as setting: Setting) async throws(ConfigurationError) -> SettingValue?
    {
        do {
            let name = ConfigKey(key)
            switch setting.kind {
            case .flag: return try await config.fetchBool(forKey: name).map(SettingValue.flag)
            case .number: return try await config.fetchInt(forKey: name).map(SettingValue.number)
            case .text, .choice: return try await config.fetchString(forKey: name).map(SettingValue.text)
            case .list: return try await config.fetchStringArray(forKey: name).map(SettingValue.list)
            case .duration:
                guard let text = try await config.fetchString(forKey: name) else { return nil }
                guard let duration = Setting.duration(text) else {
                    throw ConfigurationError.value(key: key, value: text, allowed: setting.allowed)
                }
                return .duration(duration)
            @unknown default: preconditionFailure("the server and its kit are built together")
            }
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw .value(key: key, value: nil, allowed: setting.allowed)
        }
    }
}
