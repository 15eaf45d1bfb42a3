/// What is wrong with the configuration.
package enum ConfigurationError: Error, Hashable, CustomStringConvertible {
    /// The named file is not there.
    case missingFile(String)
    /// The file cannot be read.
    case file(path: String, reason: String)
    /// There are keys that nobody knows, or values that are not allowed; a line for each, with its place.
    case problems([String])
    /// A value is not of the type that it must have, or not allowed.
    case value(key: String, value: String?, allowed: String)

    /// What to do, in a line for each.
    package var description: String {
        switch self {
        case .missingFile(let path): return "the configuration file \(path) does not exist"
        case .file(let path, let reason): return "the configuration file \(path) cannot be read: \(reason)"
        case .problems(let lines): return lines.joined(separator: "\n")
        case .value(let key, let value, let allowed):
            return value.map { "'\(key)' is '\($0)', but must be \(allowed)" }
                ?? "'\(key)' must be \(allowed)"
        }
    }
}
