import Foundation
package import RoostAuth
package import RoostKit
package import RoostModules
import RoostStore

/// What the command line does with a server's data, while the server runs and while it does not.
package struct Administration: Sendable {
    private let configuration: ServerConfiguration

    /// The administration of the server that `configuration` describes.
    package init(configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// Adds an account.
    /// - Throws: `SignUpError`, or what is wrong with the data folder.
    package func addUser(name: String, password: String, role: Role) async throws -> Account {
        try await withAuthority { try await $0.addUser(name: name, password: password, role: role) }
    }

    /// Every account.
    /// - Throws: What is wrong with the data folder.
    package func users() async throws -> [Account] {
        try await withAuthority { try await $0.accounts() }
    }

    /// The sessions of the user named `name`, the one used last first.
    /// - Throws: `AccountError`, or what is wrong with the data folder.
    package func sessions(ofUser name: String) async throws -> [OpenSession] {
        try await withAuthority { try await $0.sessions(ofUser: name) }
    }

    /// Performs `command`, and says how many sessions it reached; on return nobody is connected with one that ended.
    ///
    /// The running server performs it where there is one. Where there is none, none starts meanwhile.
    /// - Throws: Why it was refused, or what is wrong with the data folder.
    package func perform(_ command: AccountCommand) async throws -> Int {
        let folder = try DataFolder(path: configuration.dataFolder)
        return try await folder.retry {
            if let reply = try await CommandSocket.perform(.account(command), in: folder) {
                return try reply.sessions()
            }
            guard folder.own() else { return nil }
            return try await withAuthority { try await command.perform(by: $0) }
        }
    }

    /// Makes a token for a program of the user named `user`, and gives its text.
    /// - Throws: `TokenOrderError`, or what is wrong with the data folder.
    package func createToken(_ order: TokenOrder, ofUser user: String) async throws -> String {
        try await withAuthority { try await $0.createToken(order, ofUser: user).text }
    }

    /// The tokens for programs of the user named `user`, or of everybody.
    /// - Throws: `AccountError`, or what is wrong with the data folder.
    package func tokens(ofUser user: String?) async throws -> [PersonalToken] {
        try await withAuthority { try await $0.tokens(ofUser: user) }
    }

    /// Makes an invitation to `room`, or to the server, and gives its link.
    /// - Throws: `TokenOrderError`, or what is wrong with the data folder.
    package func invite(to room: RoomID?, uses: Int64, lifetime: Duration) async throws -> String {
        let token = try await withAuthority { authority in
            try await authority.invite(to: room, uses: uses, lifetime: lifetime).token
        }
        return link("invite", token)
    }

    /// The invitations that stand.
    /// - Throws: What is wrong with the data folder.
    package func invitations() async throws -> [Invitation] {
        try await withAuthority { try await $0.invitations() }
    }

    /// Ends an invitation.
    /// - Throws: `AccountError`, or what is wrong with the data folder.
    package func revokeInvitation(_ id: String) async throws {
        try await withAuthority { try await $0.revokeInvitation(id) }
    }

    /// Makes a link with which the user named `name` sets a new password, once.
    /// - Throws: `AccountError`, or what is wrong with the data folder.
    package func passwordReset(of name: String) async throws -> String {
        link("reset", try await withAuthority { try await $0.passwordReset(of: name) })
    }

    /// The grants of every role.
    /// - Throws: What is wrong with the data folder.
    package func roleGrants() async throws -> [OwnedGrant] {
        try await withAuthority { try await $0.roleGrants() }
    }

    /// What the user named `name` has, and where each grant comes from.
    /// - Throws: `AccountError`, or what is wrong with the data folder.
    package func grants(ofUser name: String) async throws -> [OwnedGrant] {
        try await withAuthority { try await $0.grants(ofUser: name) }
    }

    /// Whether the user named `name` has `right` on `resource`, and why.
    /// - Throws: `AccountError`, or what is wrong with the data folder.
    package func explain(_ name: String, right: String, on resource: String) async throws -> Explanation {
        try await withAuthority { try await $0.explain(name, right: right, on: resource) }
    }

    /// Adds a room, and answers its id.
    /// - Throws: `AccountError`, or what is wrong with the data folder.
    package func addRoom(_ name: String, title: String?, isPrivate: Bool) async throws -> RoomID {
        try await withAuthority { try await $0.addRoom(name, title: title, isPrivate: isPrivate) }
    }

    /// The latest entries of the audit log that match what is given, the newest first.
    /// - Throws: What is wrong with the data folder.
    package func audit(
        actor: String?,
        target: String?,
        action: String?,
        limit: Int
    ) async throws -> [AuditRecord] {
        try await withAuthority { authority in
            try await authority.audit(actor: actor, target: target, action: action, limit: limit)
        }
    }

    /// Turns the second factor of the user named `name` off.
    /// - Throws: `SecondFactorError`, or what is wrong with the data folder.
    package func removeSecondFactor(of name: String) async throws {
        try await withAuthority { try await $0.removeSecondFactor(of: name) }
    }

    /// The modules: those that are enabled, and those that could be.
    ///
    /// The running server says what they do; where there is none, their files say what a server would load.
    /// - Throws: What is wrong with the running server's socket.
    package func modules() async throws -> [ModuleReport] {
        if let reports = try await perform(.list) { return reports }
        return ModuleSurvey.states(
            enabled: configuration.modules,
            folders: configuration.moduleFolders,
            dataFolder: configuration.dataFolder
        ).map(ModuleReport.init)
    }

    /// Has the running server perform `command`, and says how its modules are then; `nil` where no server runs.
    /// - Throws: Why it was refused.
    package func perform(_ command: ModuleCommand) async throws -> [ModuleReport]? {
        // Without a folder there is no server in it.
        guard FileManager.default.fileExists(atPath: configuration.dataFolder) else { return nil }
        let folder = try DataFolder(path: configuration.dataFolder)
        return try await CommandSocket.perform(.module(command), in: folder)?.reports()
    }

    /// What a browser opens: the token is in the fragment, which no server and no log gets.
    private func link(_ purpose: String, _ token: String) -> String {
        "http://\(configuration.host):\(configuration.port)/#\(purpose)=\(token)"
    }

    private func withAuthority<T: Sendable>(_ work: (Authority) async throws -> T) async throws -> T {
        let store = try await Store.open(
            folder: configuration.dataFolder,
            migrations: configuration.migrationsFolder
        )
        let hasher = PasswordHasher(cost: configuration.passwordCost, threadCount: 1)
        let authority = try await Authority.open(store: store, hasher: hasher, policy: configuration.signUp)
        let result = try await work(authority)
        try await store.close()
        return result
    }
}
