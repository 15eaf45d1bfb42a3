/// What is wrong with the configuration.
package enum ConfigurationError: Error, CustomStringConvertible {
    /// The named file is not there.
    case missingFile(String)
    /// A value is not of the type that it must have.
    case type(key: String, allowed: String)
    /// A value is not allowed.
    case value(key: String, value: String, allowed: String)

    /// One line that says what to do.
    package var description: String {
        switch self {
        case .missingFile(let path): "the configuration file \(path) does not exist"
        case .type(let key, let allowed): "'\(key)' must be \(allowed)"
        case .value(let key, let value, let allowed): "'\(key)' is '\(value)', but must be \(allowed)"
        }
    }
}
