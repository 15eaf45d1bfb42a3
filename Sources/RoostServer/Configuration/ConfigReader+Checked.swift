import Configuration
import RoostAuth

// What the library reads with a default takes that default for a value of the wrong type, too.
extension ConfigReader {
    /// The text of `setting`, or `nil` where it is not set.
    func text(_ setting: ServerSetting) async throws(ConfigurationError) -> String? {
        do {
            return try await fetchString(forKey: ConfigKey(setting.key))
        } catch {
            throw setting.wrong()
        }
    }

    /// The one of `Choice` that `setting` names, or `nil` where it is not set.
    func choice<Choice>(
        _ setting: ServerSetting,
        of: Choice.Type
    ) async throws(ConfigurationError) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        guard let text = try await text(setting) else { return nil }
        guard let choice = Choice(rawValue: text) else { throw setting.wrong(text) }
        return choice
    }

    /// The number of `setting`, or `nil` where it is not set.
    func number(_ setting: ServerSetting) async throws(ConfigurationError) -> Int? {
        let number: Int?
        do {
            number = try await fetchInt(forKey: ConfigKey(setting.key))
        } catch {
            throw setting.wrong()
        }
        if case .number(let range) = setting.kind, let number, !range.contains(number) {
            throw setting.wrong("\(number)")
        }
        return number
    }

    /// Whether `setting` is true, or `nil` where it is not set.
    func flag(_ setting: ServerSetting) async throws(ConfigurationError) -> Bool? {
        do {
            return try await fetchBool(forKey: ConfigKey(setting.key))
        } catch {
            throw setting.wrong()
        }
    }

    /// The list of `setting`, or `nil` where it is not set.
    func list(_ setting: ServerSetting) async throws(ConfigurationError) -> [String]? {
        do {
            // A variable without text is a list with one empty entry.
            return try await fetchStringArray(forKey: ConfigKey(setting.key))?.filter { !$0.isEmpty }
        } catch {
            throw setting.wrong()
        }
    }

    /// The addresses and networks of `setting`; none where it is not set.
    func addresses(_ setting: ServerSetting) async throws(ConfigurationError) -> [AddressRange] {
        var ranges: [AddressRange] = []
        for text in try await list(setting) ?? [] {
            guard let range = AddressRange(text) else { throw setting.wrong(text) }
            ranges.append(range)
        }
        return ranges
    }

    /// The origins of `setting`, as browsers write them; none where it is not set.
    func origins(_ setting: ServerSetting) async throws(ConfigurationError) -> Set<String> {
        var origins: Set<String> = []
        for text in try await list(setting) ?? [] { origins.insert(try Self.origin(text, of: setting)) }
        return origins
    }

    /// The origin of `setting`, or `nil` where it is not set.
    func origin(_ setting: ServerSetting) async throws(ConfigurationError) -> String? {
        guard let text = try await text(setting) else { return nil }
        return try Self.origin(text, of: setting)
    }

    private static func origin(_ text: String, of setting: ServerSetting) throws(ConfigurationError) -> String
    {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let isOrigin = parts.count == 3 && ["http:", "https:"].contains(parts[0]) && parts[1].isEmpty
        guard isOrigin, !parts[2].isEmpty else { throw setting.wrong(text) }
        return text.lowercased()
    }

    /// The cost of a password hash: never below what OWASP asks for at least.
    func passwordCost() async throws(ConfigurationError) -> PasswordCost {
        let standard = PasswordCost.standard
        let memory = try await number(.passwordMemory)
        let passes = try await number(.passwordPasses)
        return PasswordCost(
            memoryKiB: memory.map(UInt32.init) ?? standard.memoryKiB,
            passes: passes.map(UInt32.init) ?? standard.passes
        ) ?? standard
    }

    /// The value of `setting` as text, checked; its default where it is not set, and `nil` where that has none.
    func shown(_ setting: ServerSetting) async throws(ConfigurationError) -> String? {
        let text: String?
        switch setting.kind {
        case .text: text = try await self.text(setting)
        case .flag: text = try await flag(setting).map { "\($0)" }
        case .number: text = try await number(setting).map { "\($0)" }
        case .choice(let names):
            text = try await self.text(setting)
            if let text, !names.contains(text) { throw setting.wrong(text) }
        case .list: text = try await list(setting).map { "[\($0.joined(separator: ", "))]" }
        case .origin: text = try await origin(setting)
        case .origins:
            _ = try await origins(setting)
            text = try await list(setting).map { "[\($0.joined(separator: ", "))]" }
        case .addresses:
            _ = try await addresses(setting)
            text = try await list(setting).map { "[\($0.joined(separator: ", "))]" }
        }
        return text ?? setting.standard
    }
}

extension ServerSetting {
    fileprivate func wrong(_ value: String? = nil) -> ConfigurationError {
        .value(key: key, value: value, allowed: allowed)
    }
}
