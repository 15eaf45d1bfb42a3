import Configuration
import RoostAuth

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
        let names = Choice.allCases.map(\.rawValue)
        let allowed = names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
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

    /// Whether `key` is true, or `nil` where it is not set.
    func flag(_ key: String) async throws(ConfigurationError) -> Bool? {
        do {
            return try await fetchBool(forKey: ConfigKey(key))
        } catch {
            throw .type(key: key, allowed: "true or false")
        }
    }

    /// The list of `key`, or `nil` where it is not set.
    func list(_ key: String, of what: String) async throws(ConfigurationError) -> [String]? {
        do {
            // A variable without text is a list with one empty entry.
            return try await fetchStringArray(forKey: ConfigKey(key))?.filter { !$0.isEmpty }
        } catch {
            throw .type(key: key, allowed: "a list of \(what)")
        }
    }

    /// The addresses and networks of `key`; none where it is not set.
    func addresses(_ key: String) async throws(ConfigurationError) -> [AddressRange] {
        let texts = try await list(key, of: "addresses") ?? []
        var ranges: [AddressRange] = []
        for text in texts {
            guard let range = AddressRange(text) else {
                throw .value(key: key, value: text, allowed: "addresses or networks, such as 10.0.0.0/8")
            }
            ranges.append(range)
        }
        return ranges
    }

    /// The cost of a password hash: never below what OWASP asks for at least.
    func passwordCost() async throws(ConfigurationError) -> PasswordCost {
        let standard = PasswordCost.standard
        let memory = try await number("passwords.memory", in: Int(standard.memoryKiB)...1_048_576)
        let passes = try await number("passwords.passes", in: Int(standard.passes)...100)
        return PasswordCost(
            memoryKiB: memory.map(UInt32.init) ?? standard.memoryKiB,
            passes: passes.map(UInt32.init) ?? standard.passes
        ) ?? standard
    }
}
