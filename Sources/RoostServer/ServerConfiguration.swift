package import Configuration
import Foundation
package import RoostAuth
import SystemPackage

/// The settings of a server: options first, then `ROOST_*` in the environment, then the YAML file, then defaults.
package struct ServerConfiguration: Sendable {
    /// Where to listen: `host` (text, 127.0.0.1).
    package let host: String
    /// The port to listen on: `port` (0...65535, 8080); 0 takes a free one.
    package let port: Int
    /// Where the server keeps everything: `data` (folder, ./roost-data).
    package let dataFolder: String
    /// The web client: `web` (folder, Web).
    package let webFolder: String
    /// The schema's steps: `migrations` (folder, migrations).
    package let migrationsFolder: String
    /// Where else to look for modules: `modules.folders` (list of folders, none).
    package let moduleFolders: [String]
    /// Which modules to load: `modules.enabled` (list of names, History).
    package let modules: [String]
    /// Who may sign up: `accounts.sign-up` (open or closed, open).
    package let signUp: SignUpPolicy

    /// Reads the file named `file`, or `roost.yaml` where that exists.
    /// - Parameters:
    ///   - file: The path that the user named; nothing for the default.
    ///   - options: What was given on the command line, by key.
    /// - Returns: The settings, all valid.
    /// - Throws: What is wrong with the file or a value, as text for people.
    package static func load(file: String?, options: [AbsoluteConfigKey: ConfigValue]) async throws -> Self {
        let path = file ?? "roost.yaml"
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "roost")
        var providers: [any ConfigProvider] = [InMemoryProvider(values: options), environment]
        if FileManager.default.fileExists(atPath: path) {
            providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
        } else if file != nil {
            throw ConfigurationError.missingFile(path)
        }
        return try Self(config: ConfigReader(providers: providers))
    }

    /// The settings that `config` holds.
    /// - Throws: `ConfigurationError` for a value that is not allowed.
    package init(config: ConfigReader) throws {
        host = config.string(forKey: "host", default: "127.0.0.1")
        port = config.int(forKey: "port", default: 8080)
        dataFolder = config.string(forKey: "data", default: "./roost-data")
        webFolder = config.string(forKey: "web", default: Self.folder("Web"))
        migrationsFolder = config.string(forKey: "migrations", default: Self.folder("migrations"))
        moduleFolders = config.stringArray(forKey: "modules.folders", default: [])
        modules = config.stringArray(forKey: "modules.enabled", default: ["History"])
        let policy = config.string(forKey: "accounts.sign-up", default: SignUpPolicy.open.rawValue)
        guard let signUp = SignUpPolicy(rawValue: policy) else {
            throw ConfigurationError.value(key: "accounts.sign-up", value: policy, allowed: "open or closed")
        }
        guard 0...65535 ~= port else {
            throw ConfigurationError.value(key: "port", value: "\(port)", allowed: "0 to 65535")
        }
        self.signUp = signUp
    }

    /// `name` in the working folder, or in the source tree that the program was built in.
    private static func folder(_ name: String) -> String {
        if FileManager.default.fileExists(atPath: name) { return name }
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return program.deletingLastPathComponent().appending(path: "../../../\(name)").standardized.path
    }
}

/// What is wrong with the configuration.
package enum ConfigurationError: Error, CustomStringConvertible {
    /// The named file is not there.
    case missingFile(String)
    /// A value is not allowed.
    case value(key: String, value: String, allowed: String)

    /// One line that says what to do.
    package var description: String {
        switch self {
        case .missingFile(let path): "the configuration file \(path) does not exist"
        case .value(let key, let value, let allowed): "'\(key)' is '\(value)', but must be \(allowed)"
        }
    }
}
