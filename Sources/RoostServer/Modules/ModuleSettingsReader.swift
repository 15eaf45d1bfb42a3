import Configuration
import RoostKit

/// What the configuration says about modules, which only their manifests know how to read.
package struct ModuleSettingsReader: Sendable {
    let config: ConfigReader
    /// The file and the lines in it where modules' settings are.
    var path = ""
    var lines: [String: Int] = [:]

    /// The value of `setting` of the module named `module`, or `nil` where it is not set.
    /// - Throws: `ConfigurationError` for a value that is not allowed.
    func value(of setting: Setting, of module: String) async throws(ConfigurationError) -> SettingValue? {
        let key = "modules.\(module).\(setting.name)"
        guard let value = try await value(of: key, as: setting) else { return nil }
        guard setting.allows(value) else { throw .value(key: key, value: nil, allowed: setting.allowed) }
        return value
    }

    /// The sections of which none of `names` was meant but nearly, a line each; those of other modules are left alone.
    func sections(otherThan names: [String]) -> [String] {
        lines.sorted { $0.value < $1.value }.compactMap { key, line in
            let section = String(key.split(separator: ".")[1])
            guard !names.contains(section), let near = nearest(to: section, in: names) else { return nil }
            return "\(path):\(line): there is no module '\(section)': did you mean '\(near)'?"
        }
    }

    /// What is wrong with what is set for `module`, which knows these settings: a line each, with its place.
    func problems(of settings: [Setting], of module: String) async -> [String] {
        let known = settings.map { "modules.\(module).\($0.name)" }
        let unknown = lines.filter { $0.key.hasPrefix("modules.\(module).") && !known.contains($0.key) }
        var problems = unknown.sorted { $0.value < $1.value }.map { key, line in
            let near = nearest(to: key, in: known).map { ": did you mean '\($0)'?" } ?? ""
            return "\(path):\(line): there is no setting '\(key)'\(near)"
        }
        for (setting, key) in zip(settings, known) {
            do {
                _ = try await value(of: setting, of: module)
            } catch {
                problems.append(lines[key].map { "\(path):\($0): \(error)" } ?? "\(error)")
            }
        }
        return problems
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
