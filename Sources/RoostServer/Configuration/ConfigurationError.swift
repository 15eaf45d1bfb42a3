/// What is wrong with the configuration.
package enum ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// The named file is not there.
    case missingFile(String)
    /// The file cannot be read.
    case file(path: String, reason: String)
    /// There are keys that nobody knows; a line for each.
    case unknown([String])
    /// A value is not of the type that it must have, or not allowed; `place` says where it was set.
    case value(key: String, value: String?, allowed: String, place: String? = nil)

    /// What to do, in a line for each.
    package var description: String {
        switch self {
        case .missingFile(let path): return "the configuration file \(path) does not exist"
        case .file(let path, let reason): return "the configuration file \(path) cannot be read: \(reason)"
        case .unknown(let lines): return lines.joined(separator: "\n")
        case .value(let key, let value, let allowed, let place):
            let problem =
                value.map { "'\(key)' is '\($0)', but must be \(allowed)" } ?? "'\(key)' must be \(allowed)"
            return place.map { "\($0): \(problem)" } ?? problem
        }
    }

    /// The same with the place where `place` finds that its key was set.
    func placed(_ place: (String) -> String?) -> ConfigurationError {
        guard case .value(let key, let value, let allowed, nil) = self else { return self }
        return .value(key: key, value: value, allowed: allowed, place: place(key))
    }
}
