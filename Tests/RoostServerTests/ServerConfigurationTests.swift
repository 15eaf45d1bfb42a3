import Configuration
import Foundation
import RoostAuth
import RoostServer
import RoostStore
import RoostTestKit
import Testing

@Suite("ServerConfiguration: settings and where they come from")
struct ServerConfigurationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func load(
        options: [AbsoluteConfigKey: ConfigValue] = [:],
        environment: [String: String] = [:],
        file text: String = "{}"
    ) async throws -> ServerConfiguration {
        let path = folder.path + "/roost.yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return try await .load(file: path, options: options, environment: environment)
    }

    /// What is wrong with these settings, in one line.
    private func complaint(environment: [String: String] = [:], file text: String = "{}") async throws
        -> String
    {
        let error = await #expect(throws: ConfigurationError.self) {
            try await load(environment: environment, file: text)
        }
        // What comes before the key is where it was set.
        let text = try #require(error).description
        return text.firstRange(of: "'").map { String(text[$0.lowerBound...]) } ?? text
    }

    @Test("without any setting the server is for this machine, and open to sign-up")
    func defaults() async throws {
        let settings = try await load()
        #expect(settings.host == "127.0.0.1" && settings.port == 8080)
        #expect(settings.dataFolder == "./roost-data")
        #expect(settings.modules == ["History"] && settings.moduleFolders.isEmpty)
        #expect(settings.signUp == .open && settings.trustedProxies.isEmpty)
        #expect(settings.passwordCost == .standard && settings.hashThreads == nil)
        #expect(settings.durability == .full && settings.guestsPerAddress == nil)
        #expect(settings.auditDays == 400)
    }

    @Test("options go before the environment, the environment before the file, the file before defaults")
    func order() async throws {
        let file = "port: 1\nhost: file\ndata: file\naccounts:\n  sign-up: closed\n"
        let environment = ["ROOST_PORT": "2", "ROOST_HOST": "environment"]
        let settings = try await load(
            options: ["port": ConfigValue(.int(3), isSecret: false)],
            environment: environment,
            file: file
        )
        #expect(settings.port == 3)
        #expect(settings.host == "environment")
        #expect(settings.dataFolder == "file" && settings.signUp == .closed)
        #expect(settings.modules == ["History"])
    }

    @Test("a file in which nothing is set is one", arguments: ["", "# port: 1", "---"])
    func nothingSet(text: String) async throws {
        #expect(try await load(file: text).port == 8080)
    }

    @Test("a file without keys is refused with its name and what it must have", arguments: ["- 1", "x"])
    func noMapping(text: String) async throws {
        let error = await #expect(throws: ConfigurationError.self) { try await load(file: text) }
        let path = folder.path + "/roost.yaml"
        let reason = "it must have keys, such as 'port: 8080'"
        #expect(error == .file(path: path, reason: reason))
    }

    @Test("every setting has a name in the environment")
    func environmentNames() async throws {
        let settings = try await load(environment: [
            "ROOST_HOST": "::1", "ROOST_PORT": "0", "ROOST_DATA": "d", "ROOST_WEB": "w",
            "ROOST_MIGRATIONS": "m",
            "ROOST_MODULES_FOLDERS": "a,b", "ROOST_MODULES_ENABLED": "One,Two",
            "ROOST_ACCOUNTS_SIGN_UP": "closed", "ROOST_TRUSTED_PROXIES": "10.0.0.0/8,::1",
            "ROOST_PASSWORDS_MEMORY": "65536", "ROOST_PASSWORDS_PASSES": "3", "ROOST_PASSWORDS_THREADS": "4",
            "ROOST_STORAGE_DURABILITY": "normal",
        ])
        #expect(settings.host == "::1" && settings.port == 0)
        #expect([settings.dataFolder, settings.webFolder, settings.migrationsFolder] == ["d", "w", "m"])
        #expect(settings.moduleFolders == ["a", "b"] && settings.modules == ["One", "Two"])
        #expect(settings.signUp == .closed)
        #expect(settings.trustedProxies == [AddressRange("10.0.0.0/8"), AddressRange("::1")])
        #expect(settings.passwordCost == PasswordCost(memoryKiB: 65_536, passes: 3))
        #expect(settings.hashThreads == 4)
        #expect(settings.durability == .normal)
    }

    @Test("a value out of range is refused with its key and what is allowed", arguments: [-1, 65536])
    func range(port: Int) async throws {
        let text = try await complaint(file: "port: \(port)")
        #expect(text == "'port' is '\(port)', but must be 0 to 65535")
    }

    @Test("a password cost below what is safe is refused, and so is a proxy that is no address")
    func signIn() async throws {
        #expect(
            try await complaint(file: "passwords:\n  memory: 8192")
                == "'passwords.memory' is '8192', but must be 19456 to 1048576"
        )
        #expect(
            try await complaint(environment: ["ROOST_PASSWORDS_PASSES": "1"])
                == "'passwords.passes' is '1', but must be 2 to 100"
        )
        #expect(
            try await complaint(file: "trusted-proxies: [localhost]")
                == "'trusted-proxies' is 'localhost', but must be addresses or networks, such as 10.0.0.0/8"
        )
    }

    @Test("the audit log keeps what it has for so many days, or for ever")
    func audit() async throws {
        #expect(try await load(file: "audit:\n  retention-days: 30").auditDays == 30)
        #expect(try await load(environment: ["ROOST_AUDIT_RETENTION_DAYS": "0"]).auditDays == nil)
        let text = try await complaint(file: "audit:\n  retention-days: -1")
        #expect(text == "'audit.retention-days' is '-1', but must be 0 to 36500")
    }

    @Test("an unknown sign-up policy is refused with the known ones")
    func policy() async throws {
        let text = try await complaint(environment: ["ROOST_ACCOUNTS_SIGN_UP": "perhaps"])
        #expect(text == "'accounts.sign-up' is 'perhaps', but must be open, invite or closed")
    }

    @Test("guests come in where they are enabled, ten from one address unless another number is given")
    func guests() async throws {
        #expect(try await load(file: "guests:\n  enabled: true").guestsPerAddress == 10)
        #expect(try await load(file: "guests:\n  per-address: 3").guestsPerAddress == nil)
        let environment = ["ROOST_GUESTS_ENABLED": "true", "ROOST_GUESTS_PER_ADDRESS": "3"]
        #expect(try await load(environment: environment).guestsPerAddress == 3)
        let text = try await complaint(file: "guests:\n  enabled: perhaps")
        #expect(text == "'guests.enabled' must be true or false")
    }

    @Test("an unknown durability is refused with the known ones")
    func durability() async throws {
        let text = try await complaint(file: "storage:\n  durability: none")
        #expect(text == "'storage.durability' is 'none', but must be full or normal")
    }

    @Test("a value of the wrong type is refused, and no default takes its place")
    func type() async throws {
        #expect(try await complaint(environment: ["ROOST_PORT": "http"]) == "'port' must be 0 to 65535")
        #expect(try await complaint(file: "port: http") == "'port' must be 0 to 65535")
        #expect(
            try await complaint(file: "accounts:\n  sign-up: [closed]")
                == "'accounts.sign-up' must be open, invite or closed"
        )
        #expect(
            try await complaint(file: "modules:\n  enabled: History")
                == "'modules.enabled' must be a list of names"
        )
    }

    @Test("what is wrong is told with its place: the line of the file, or the variable")
    func place() async throws {
        let path = folder.path + "/roost.yaml"
        let inFile = await #expect(throws: ConfigurationError.self) {
            try await load(file: "host: a\n\nport: http")
        }
        #expect(inFile?.description == "\(path):3: 'port' must be 0 to 65535")
        let inVariable = await #expect(throws: ConfigurationError.self) {
            try await load(environment: ["ROOST_PORT": "http"], file: "port: 1")
        }
        #expect(inVariable?.description == "ROOST_PORT: 'port' must be 0 to 65535")
    }

    @Test(
        "keys that nobody knows are all refused, with the nearest known one; a module's own are the module's"
    )
    func unknown() async throws {
        let error = await #expect(throws: ConfigurationError.self) {
            try await load(
                file: "prot: 1\naccounts:\n  signup: closed\nbanana: 2\nmodules:\n  History:\n    days: 3\n"
            )
        }
        let lines = try #require(error).description.split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines[0].hasSuffix("roost.yaml:1: there is no setting 'prot': did you mean 'port'?"))
        #expect(
            lines[1].hasSuffix(":3: there is no setting 'accounts.signup': did you mean 'accounts.sign-up'?")
        )
        #expect(lines[2].hasSuffix(":4: there is no setting 'banana'"))
    }

    @Test("all that is wrong is told at once, and the public address is an origin")
    func all() async throws {
        let error = await #expect(throws: ConfigurationError.self) {
            try await load(
                environment: ["ROOST_PUBLIC_ADDRESS": "chat.example.org"],
                file: "port: 70000\nbanana: 2\n"
            )
        }
        let lines = try #require(error).description.split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines[0].hasSuffix(":2: there is no setting 'banana'"))
        #expect(lines[1].hasSuffix(":1: 'port' is '70000', but must be 0 to 65535"))
        #expect(lines[2].hasPrefix("ROOST_PUBLIC_ADDRESS: 'public-address' is 'chat.example.org'"))
        #expect(
            try await load(file: "public-address: https://Chat.example.org").address
                == "https://chat.example.org"
        )
        #expect(try await load(file: "port: 90").address == "http://127.0.0.1:90")
        #expect(try await load(file: "host: '::1'").address == "http://[::1]:8080")
    }

    @Test(
        "a variable that nobody reads is told with the nearest known one; those of modules are the modules'"
    )
    func variables() {
        let lines = ServerConfiguration.unknownVariables(in: [
            "ROOST_PROT": "1", "ROOST_PORT": "2", "ROOST_MODULES_HISTORY_KEEP": "3", "ROOST_BENCH_TOKEN": "4",
            "PATH": "5",
            "ROOST_BANANA": "6",
        ])
        #expect(
            lines == [
                "there is no variable 'ROOST_BANANA'",
                "there is no variable 'ROOST_PROT': did you mean 'ROOST_PORT'?",
            ]
        )
    }

    @Test("the default file says nothing, and is right with every '#' taken away")
    func defaultFile() async throws {
        let text = ServerSetting.defaultFile
        let standard = try await load().texts
        #expect(try await load(file: text).texts == standard)
        let settings = text.split(separator: "\n").compactMap { line -> String? in
            let bare = line.replacing("# ", with: "")
            let isSetting = ServerSetting.all.contains {
                bare.contains("\($0.key.split(separator: ".").last ?? ""):")
            }
            return isSetting || line.hasSuffix(":") ? String(bare) : nil
        }
        let all = settings.filter {
            !$0.hasSuffix(":")
                || !$0.hasPrefix(" ") && !["public-address:", "web:", "migrations:"].contains($0)
        }
        #expect(try await load(file: all.joined(separator: "\n")).texts == standard)
    }

    @Test("a named file that is not there is refused")
    func missingFile() async throws {
        let path = folder.path + "/missing.yaml"
        let error = await #expect(throws: ConfigurationError.self) {
            try await ServerConfiguration.load(file: path, options: [:], environment: [:])
        }
        #expect(try #require(error).description.contains(path))
    }
}
