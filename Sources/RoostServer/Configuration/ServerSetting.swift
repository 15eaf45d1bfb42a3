import RoostAuth
import RoostStore

/// A key of the configuration, with all that there is to know of it: the one place where it is declared.
package struct ServerSetting: Sendable {
    /// What its value is.
    enum Kind: Sendable {
        case text
        case flag
        case number(ClosedRange<Int>)
        case choice([String])
        case list(of: String)
        case addresses
        case origin
        case origins
    }

    /// The key, with points between its parts, such as `accounts.sign-up`.
    package let key: String
    let kind: Kind
    /// The value where none is set, as YAML; nothing where the machine decides.
    let standard: String?
    /// What it does, in lines for the default file.
    let help: String
    /// Whether a running server takes a new value at SIGHUP.
    var isLive = false

    /// What may be set, for people.
    package var allowed: String {
        switch kind {
        case .text: "text"
        case .flag: "true or false"
        case .number(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .choice(let names): names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
        case .list(let what): "a list of \(what)"
        case .addresses: "addresses or networks, such as 10.0.0.0/8"
        case .origin: "an origin, such as https://chat.example.org"
        case .origins: "origins, such as https://chat.example.org"
        }
    }

    /// The variable in the environment, such as `ROOST_ACCOUNTS_SIGN_UP`.
    package var variable: String {
        "ROOST_" + key.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }

    static let host = ServerSetting(
        key: "host",
        kind: .text,
        standard: "127.0.0.1",
        help: "The address to listen on."
    )
    static let port = ServerSetting(
        key: "port",
        kind: .number(0...65535),
        standard: "8080",
        help: "The port to listen on; 0 takes a free one."
    )
    static let publicAddress = ServerSetting(
        key: "public-address",
        kind: .origin,
        standard: nil,
        help:
            "Where people reach the server, for links that it prints and 'roost doctor'; host and port where left out."
    )
    static let data = ServerSetting(
        key: "data",
        kind: .text,
        standard: "./roost-data",
        help: "The folder in which the server keeps everything."
    )
    static let web = ServerSetting(
        key: "web",
        kind: .text,
        standard: nil,
        help: "The folder of the web client."
    )
    static let migrations = ServerSetting(
        key: "migrations",
        kind: .text,
        standard: nil,
        help: "The folder of the database's migrations."
    )
    static let moduleFolders = ServerSetting(
        key: "modules.folders",
        kind: .list(of: "folders"),
        standard: "[]",
        help: "Where to look for modules, before the folder of the program and 'modules' in there."
    )
    static let modules = ServerSetting(
        key: "modules.enabled",
        kind: .list(of: "names"),
        standard: "[History]",
        help: "The modules to load."
    )
    static let signUp = ServerSetting(
        key: "accounts.sign-up",
        kind: .choice(SignUpPolicy.allCases.map(\.rawValue)),
        standard: "open",
        help: "Who may sign up: everybody, whoever brings an invitation, or nobody.",
        isLive: true
    )
    static let guests = ServerSetting(
        key: "guests.enabled",
        kind: .flag,
        standard: "false",
        help: "Whether people without an account come in, with the rights of the role 'guest'."
    )
    static let guestsPerAddress = ServerSetting(
        key: "guests.per-address",
        kind: .number(1...1_000),
        standard: "10",
        help: "How many guests may come from one address or IPv6 network at once."
    )
    static let logLevel = ServerSetting(
        key: "log.level",
        kind: .choice(LogLevel.allCases.map(\.rawValue)),
        standard: "notice",
        help: "What is logged, to standard error: this and what is worse.",
        isLive: true
    )
    static let durability = ServerSetting(
        key: "storage.durability",
        kind: .choice(Durability.allCases.map(\.rawValue)),
        standard: "full",
        help: "What an acknowledged message survives: a power cut, or only the end of the program."
    )
    static let migration = ServerSetting(
        key: "storage.migrate",
        kind: .choice(MigrationPolicy.allCases.map(\.rawValue)),
        standard: "automatic",
        help: "Whether a start brings an older database up to date, after a copy; or 'roost db migrate' does."
    )
    static let auditDays = ServerSetting(
        key: "audit.retention-days",
        kind: .number(0...36_500),
        standard: "400",
        help: "How many days the audit log keeps its entries; 0 for ever."
    )
    static let origins = ServerSetting(
        key: "origins",
        kind: .origins,
        standard: "[]",
        help: "Other origins, such as https://chat.example.org, whose pages may use the server."
    )
    static let trustedProxies = ServerSetting(
        key: "trusted-proxies",
        kind: .addresses,
        standard: "[]",
        help: "The proxies in front, as addresses or networks, whose 'X-Forwarded-For' counts.",
        isLive: true
    )
    static let passwordMemory = ServerSetting(
        key: "passwords.memory",
        kind: .number(Int(PasswordCost.standard.memoryKiB)...1_048_576),
        standard: "\(PasswordCost.standard.memoryKiB)",
        help: "The memory for each hash of a password, in KiB; 'roost doctor' proposes one."
    )
    static let passwordPasses = ServerSetting(
        key: "passwords.passes",
        kind: .number(Int(PasswordCost.standard.passes)...100),
        standard: "\(PasswordCost.standard.passes)",
        help: "How often that memory is gone through."
    )
    static let passwordThreads = ServerSetting(
        key: "passwords.threads",
        kind: .number(1...64),
        standard: nil,
        help: "How many hashes are made at once; half of the cores where left out."
    )

    /// Every setting, in the order of the default file.
    package static let all = [
        host, port, publicAddress, data, web, migrations, origins, trustedProxies, signUp, guests,
        guestsPerAddress,
        moduleFolders,
        modules, durability, migration, auditDays, passwordMemory, passwordPasses, passwordThreads, logLevel,
    ]
}
