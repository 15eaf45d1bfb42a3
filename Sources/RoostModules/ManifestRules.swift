internal import RoostKit

/// What a module must keep to, checked before anything of it takes effect.
enum ManifestRules {
    /// Names whose wire events or tables are the server's own.
    private static let reserved: Set<String> = [
        "enabled", "folders", "grant", "message", "migration", "module", "notice", "presence", "room",
        "roost",
        "session", "setting", "sqlite", "typing", "user",
    ]

    /// Refuses a name that is reserved or cannot prefix tables and events, what does not have that prefix, and settings
    /// that cannot be set.
    static func check(_ manifest: ModuleManifest) throws(ModuleFault) {
        let name = manifest.name
        guard
            name.utf8.count <= Limits.nameBytes, name.first?.isLetter == true,
            name.utf8.allSatisfy({ (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) })
        else { throw .rule(reason: "its manifest's name has other characters than a-z and 0-9") }
        guard !reserved.contains(name) else {
            throw .rule(reason: "the name '\(name)' is the server's own")
        }
        for migration in manifest.migrations {
            for table in tables(in: migration.sql) where !table.hasPrefix("\(name)_") {
                throw .rule(reason: "its table '\(table)' does not begin with '\(name)_'")
            }
        }
        for right in manifest.rights.map(\.right.rawValue) {
            let verb = right.dropFirst(name.utf8.count + 1)
            guard right.hasPrefix("\(name)."), !verb.isEmpty,
                verb.utf8.allSatisfy({ (0x61...0x7a).contains($0) })
            else { throw .rule(reason: "its right '\(right)' is not '\(name).' and a verb of letters") }
        }
        try check(manifest.settings)
    }

    private static func check(_ settings: [Setting]) throws(ModuleFault) {
        var names: Set<String> = []
        for setting in settings {
            let isName = setting.name.utf8.allSatisfy {
                (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
            }
            guard !setting.name.isEmpty, isName else {
                throw .rule(reason: "its setting '\(setting.name)' has other characters than a-z, 0-9 and -")
            }
            guard names.insert(setting.name).inserted else {
                throw .rule(reason: "it has the setting '\(setting.name)' twice")
            }
            guard setting.allows(setting.usual) else {
                throw .rule(
                    reason: "the usual value of its setting '\(setting.name)' is not \(setting.allowed)"
                )
            }
        }
    }

    /// Refuses requests that do not begin with the module's name, and two of the same name.
    static func check(_ requests: [DeclaredRequest], of manifest: ModuleManifest) throws(ModuleFault) {
        var events: Set<String> = []
        for event in requests.map(\.event) {
            guard event.hasPrefix("\(manifest.name):") else {
                throw .rule(reason: "its request '\(event)' does not begin with '\(manifest.name):'")
            }
            guard events.insert(event).inserted else {
                throw .rule(reason: "it answers '\(event)' twice")
            }
        }
    }

    /// Refuses namespaces that are not the module's, and in `/` what is for its own alone.
    static func check(_ namespaces: [String: DeclaredNamespace], of manifest: ModuleManifest)
        throws(ModuleFault)
    {
        guard namespaces.count <= Limits.namespaces else {
            throw .rule(reason: "it has more than \(Limits.namespaces) namespaces")
        }
        for (name, namespace) in namespaces {
            guard name != "/" else {
                try checkRoot(namespace, of: manifest)
                continue
            }
            let isOwn = name == "/\(manifest.name)" || name.hasPrefix("/\(manifest.name)/")
            let isPlain = name.utf8.allSatisfy { 0x21...0x7e ~= $0 && $0 != UInt8(ascii: ",") }
            guard isOwn, isPlain, name.utf8.count <= Limits.nameBytes, !name.contains("?") else {
                throw .rule(reason: "its namespace '\(name)' is not '/\(manifest.name)' or below that")
            }
            if case .room = namespace.access {
                throw .rule(reason: "its namespace '\(name)' asks for a right in a room, and has none")
            }
        }
    }

    private static func checkRoot(_ root: DeclaredNamespace, of manifest: ModuleManifest) throws(ModuleFault)
    {
        guard manifest.sharesRoot else {
            throw .rule(reason: "it takes part in '/', and its manifest does not say so")
        }
        guard root.gate == nil, root.connected == nil, root.disconnected == nil else {
            throw .rule(reason: "it decides who comes to '/': ConnectProposal and UserConnected are for that")
        }
        if let event = root.events.keys.first(where: { $0.contains(":") }) {
            throw .rule(reason: "its event '\(event)' of '/' has a ':', as only requests have")
        }
    }

    /// The names after `TABLE`, in lower case: a slip is found, not an attack.
    private static func tables(in sql: String) -> [String] {
        let pattern =
            /\b(?:create\s+(?:virtual\s+)?|alter\s+|drop\s+)table\s+(?:if\s+(?:not\s+)?exists\s+)?["`\[]?(\w+)/
        return sql.lowercased().matches(of: pattern).map { String($0.output.1) }
    }
}
