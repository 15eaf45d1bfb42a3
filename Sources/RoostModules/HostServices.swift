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
