package import Configuration
import Foundation
package import RoostAuth
import RoostKit
import RoostModules
package import RoostStore
import SystemPackage

/// The settings of a server: options first, then `ROOST_*` in the environment, then the YAML file, then defaults.
package struct ServerConfiguration: Sendable {
    /// Where to listen: `host` (text, 127.0.0.1).
    package let host: String
    /// The port to listen on: `port` (0...65535, 8080); 0 takes a free one.
    package let port: Int
    /// Where people reach the server, without a path: `public-address` (origin, `http://` with host and port).
    package var address: String { publicAddress ?? listeningAddress(port: port) }
    /// What is set of that.
    let publicAddress: String?
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
    /// What is set for modules: `modules.<module>.<setting>`, as each module's manifest declares it.
    package let moduleSettings: ModuleSettingsReader
    /// Who may sign up: `accounts.sign-up` (open, invite or closed, open).
    package let signUp: SignUpPolicy
    /// How many guests may come from one address or IPv6 network at once: `guests.per-address` (1...1000, 10); `nil` where
    /// `guests.enabled` (true or false, false) is not true.
    package let guestsPerAddress: Int?
    /// Which other origins' pages may use the server, such as `https://chat.example.org`: `origins` (list of origins, none).
    package let origins: Set<String>
    /// Whose `X-Forwarded-For` counts: `trusted-proxies` (list of addresses or networks, none).
    package let trustedProxies: [AddressRange]
    /// What a password hash costs: `passwords.memory` (19456...1048576 KiB, 19456), `passwords.passes` (2...100, 2).
    package let passwordCost: PasswordCost
    /// How many passwords are hashed at once: `passwords.threads` (1...64, half of the cores).
    package let hashThreads: Int?

    /// What an acknowledged message survives: `storage.durability` (full or normal, full).
    package let durability: Durability
    /// What brings the database to this version: `storage.migrate` (automatic or manual, automatic).
    package let migration: MigrationPolicy

    /// How many days the audit log keeps its entries: `audit.retention-days` (0...36500, 400); `nil` for ever, which is 0.
    package let auditDays: Int?

    /// What is logged at least: `log.level` (debug, info, notice, warning or error, notice).
    package let logLevel: LogLevel
    /// Every setting's value as text, by key; those that the machine decides are left out.
    package let texts: [String: String]

    /// Reads the file named `file`, or `roost.yaml` where that exists.
    /// - Parameters:
    ///   - file: The path that the user named; nothing for the default.
    ///   - options: What was given on the command line, by key.
    ///   - environment: The environment's variables; nothing for those of the process.
    /// - Returns: The settings, all valid.
    /// - Throws: What is wrong with the file or a value, as text for people.
    package static func load(
        file: String?,
        options: [AbsoluteConfigKey: ConfigValue],
        environment: [String: String]? = nil
    ) async throws -> Self {
        let path = file ?? "roost.yaml"
        let variables = environment ?? ProcessInfo.processInfo.environment
        var providers: [any ConfigProvider] = [
            InMemoryProvider(values: options),
            EnvironmentVariablesProvider(environmentVariables: variables).prefixKeys(with: "roost"),
        ]
        var written: ConfigurationFile?
        if FileManager.default.fileExists(atPath: path) {
            let file = try ConfigurationFile(path: path)
            written = file
            // What has no keys is no mapping, which the provider wants.
            if !file.isEmpty {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
            }
        } else if file != nil {
            throw ConfigurationError.missingFile(path)
        }
        let reader = ConfigReader(providers: providers)
        var problems = written?.problems ?? []
        for setting in ServerSetting.all {
            do {
                _ = try await reader.shown(setting)
            } catch {
                let isVariable = variables[setting.variable] != nil
                let line = written?.lines[setting.key].map { "\(path):\($0)" }
                let isOption = options.keys.contains { "\($0)" == setting.key }
                let place = isOption ? nil : isVariable ? setting.variable : line
                problems.append(place.map { "\($0): \(error)" } ?? "\(error)")
            }
        }
        guard problems.isEmpty else { throw ConfigurationError.problems(problems) }
        return try await Self(config: reader, path: path, moduleLines: written?.moduleLines ?? [:])
    }

    /// What `ROOST_*` in `environment`, by default that of the process, nobody reads, a line each: with the nearest known name.
    package static func unknownVariables(in environment: [String: String]? = nil) -> [String] {
        let prefix = "ROOST_"
        let known = (ServerSetting.all.map(\.variable) + otherVariables).map { $0.dropFirst(prefix.count) }
        let given = (environment ?? ProcessInfo.processInfo.environment).keys.filter { $0.hasPrefix(prefix) }
        return given.sorted().map { $0.dropFirst(prefix.count) }.filter { name in
            // After the module comes one of its settings.
            !known.contains(name) && !(name.hasPrefix("MODULES_") && name.split(separator: "_").count > 2)
        }.map { name in
            let near = nearest(to: String(name), in: known.map(String.init))
            let advice = near.map { ": did you mean '\(prefix)\($0)'?" } ?? ""
            return "there is no variable '\(prefix)\(name)'\(advice)"
        }
    }

    /// What commands read beside the settings.
    private static let otherVariables = ["ROOST_TOKEN", "ROOST_BENCH_TOKEN", "ROOST_BENCH_PASSWORD"]

    /// The settings that `config` holds; those of modules are told with their lines in the file `path`.
    /// - Throws: `ConfigurationError` for a value that is not allowed.
    package init(config: ConfigReader, path: String = "", moduleLines: [String: Int] = [:]) async throws {
        signUp = try await config.choice(.signUp, of: SignUpPolicy.self) ?? .open
        durability = try await config.choice(.durability, of: Durability.self) ?? .full
        migration = try await config.choice(.migration, of: MigrationPolicy.self) ?? .automatic
        let auditDays = try await config.number(.auditDays) ?? 400
        self.auditDays = auditDays == 0 ? nil : auditDays
        logLevel = try await config.choice(.logLevel, of: LogLevel.self) ?? .notice
        host = try await config.text(.host) ?? "127.0.0.1"
        port = try await config.number(.port) ?? 8080
        publicAddress = try await config.origin(.publicAddress)
        dataFolder = try await config.text(.data) ?? "./roost-data"
        webFolder = try await config.text(.web) ?? Self.folder("Web")
        migrationsFolder = try await config.text(.migrations) ?? Self.folder("migrations")
        moduleFolders = try await config.list(.moduleFolders) ?? []
        modules = try await config.list(.modules) ?? ["History"]
        let guestsPerAddress = try await config.number(.guestsPerAddress) ?? 10
        self.guestsPerAddress = try await config.flag(.guests) ?? false ? guestsPerAddress : nil
        moduleSettings = ModuleSettingsReader(config: config, path: path, lines: moduleLines)
        origins = try await config.origins(.origins)
        trustedProxies = try await config.addresses(.trustedProxies)
        passwordCost = try await config.passwordCost()
        hashThreads = try await config.number(.passwordThreads)
        var texts: [String: String] = ["web": webFolder, "migrations": migrationsFolder]
        for setting in ServerSetting.all {
            texts[setting.key] = try await config.shown(setting) ?? texts[setting.key]
        }
        self.texts = texts
    }

    /// Where the server listens, as a URL without a path; the addresses of IPv6 have brackets there (RFC 3986, 3.2.2).
    func listeningAddress(port: Int) -> String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// What is wrong with the settings of the modules that are enabled, a line each; of one whose file does not load,
    /// nothing is known.
    package func moduleProblems() async -> [String] {
        let manifests = ModuleSurvey.manifests(of: modules, in: moduleFolders)
        var problems = moduleSettings.sections(otherThan: manifests.map(\.name))
        for manifest in manifests {
            problems += await moduleSettings.problems(of: manifest.settings, of: manifest.name)
        }
        return problems
    }

    /// `name` beside the program, where it is installed; else in the working folder, or in the source tree.
    private static func folder(_ name: String) -> String {
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let installed = program.appending(path: name).path
        if FileManager.default.fileExists(atPath: installed) { return installed }
        if FileManager.default.fileExists(atPath: name) { return name }
        return program.appending(path: "../../../\(name)").standardized.path
    }
}
