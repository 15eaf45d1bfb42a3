import Configuration

// What the library reads with a default takes that default for a value of the wrong type, too.
extension ConfigReader {
    /// The text of `key`, or `nil` where it is not set.
    func text(_ key: String, allowed: String = "text") async throws(ConfigurationError) -> String? {
        do {
            return try await fetchString(forKey: ConfigKey(key))
        } catch {
            throw .type(key: key, allowed: allowed)
        }
    }

    /// The one of `Choice` that `key` names, or `nil` where it is not set.
    func choice<Choice>(
        _ key: String,
        of: Choice.Type
    ) async throws(ConfigurationError) -> Choice?
    where Choice: RawRepresentable<String> & CaseIterable {
        let allowed = Choice.allCases.map(\.rawValue).joined(separator: " or ")
        guard let text = try await text(key, allowed: allowed) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .value(key: key, value: text, allowed: allowed)
        }
        return choice
    }

    /// The number of `key`, or `nil` where it is not set.
    func number(_ key: String, in range: ClosedRange<Int>) async throws(ConfigurationError) -> Int? {
        let allowed = "\(range.lowerBound) to \(range.upperBound)"
        let number: Int?
        do {
            number = try await fetchInt(forKey: ConfigKey(key))
        } catch {
            throw .type(key: key, allowed: allowed)
        }
        if let number, !range.contains(number) {
            throw .value(key: key, value: "\(number)", allowed: allowed)
        }
        return number
    }

    /// The list of `key`, or `nil` where it is not set.
    func list(_ key: String, of what: String) async throws(ConfigurationError) -> [String]? {
        do {
            return try await fetchStringArray(forKey: ConfigKey(key))
        } catch {
            throw .type(key: key, allowed: "a list of \(what)")
        }
    }
}
