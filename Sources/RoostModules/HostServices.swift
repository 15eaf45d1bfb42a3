package import RoostKit

/// The server around the modules, as far as they may use it: whoever makes the host brings it.
package protocol HostServices: Sendable {
    /// The rooms, for the module of this name.
    func rooms(for module: String) -> any ModuleRooms

    /// The users, for the module of this name.
    func users(for module: String) -> any ModuleUsers

    /// Sends an event with a JSON object to whoever is meant, for the module of this name.
    /// - Throws: `RequestError` where the name or the payload is not allowed.
    func emit(_ event: String, payload: [UInt8], to recipients: Recipients, for module: String) throws

    /// The way to whoever is in the Socket.IO namespace `name`, for the module of this name.
    func outlet(of namespace: String, for module: String) -> any NamespaceOutlet

    /// Lets clients into these namespaces as the modules' bus says, from now on.
    func open(_ namespaces: [String])

    /// Takes everybody out of these namespaces, which no module has any more.
    func close(_ namespaces: [String])

    /// Grants `rights` to the roles that have them by default, at the first time.
    /// - Throws: What keeps them from being granted, as text for the operator.
    func declare(_ rights: [ModuleRight]) async throws

    /// What the operator set for the module of this name, or `nil` where they set nothing.
    /// - Throws: What is wrong with the value, as text for the operator.
    func value(of setting: Setting, of module: String) async throws -> SettingValue?

    /// Hears that a module runs, in a new version or for the first time.
    func moduleStarted()

    /// All figures of the server and its modules.
    @concurrent
    func readings() async -> [Reading]
}

/// A module's way to whoever is in a Socket.IO namespace: what `ModuleNamespace` offers, behind the declarations.
package protocol NamespaceOutlet: Sendable {
    /// Sends an event with a JSON array of arguments.
    /// - Throws: `RequestError` where the arguments are not allowed.
    func emit(_ event: String, arguments: [UInt8], to audience: NamespaceAudience) throws

    /// Lets a connection hear what is sent to `room`.
    func join(_ room: String, _ connection: String)

    /// Ends what `join` began.
    func leave(_ room: String, _ connection: String)

    /// Takes a connection out of the namespace.
    func disconnect(_ connection: String)

    /// The rooms of a connection.
    @concurrent
    func rooms(of connection: String) async -> [String]

    /// The connections in a room, or in the namespace.
    @concurrent
    func connections(in room: String?) async -> [String]
}
