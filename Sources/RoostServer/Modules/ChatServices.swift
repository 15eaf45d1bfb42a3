import NIOCore
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore
import SocketIO

/// The server, as modules may use it.
struct ChatServices: HostServices {
    let store: Store
    let authority: Authority
    let directory: RoomDirectory
    let chat: ChatNamespace
    let modules: ModuleBus
    let namespaces: ModuleNamespaces
    let eventLoops: [any EventLoop]
    let settings: ModuleSettingsReader
    let erasing: Erasing

    func rooms(for module: String) -> any ModuleRooms { RoomsForModule(module: module, services: self) }

    func users(for module: String) -> any ModuleUsers { UsersForModule(module: module, services: self) }

    func emit(_ event: String, payload: [UInt8], to recipients: Recipients, for module: String) throws {
        let limit = WireLimits.moduleEventBytes
        chat.emit(event, try Self.object(payload, of: event, limit: limit, for: module), to: recipients)
    }

    func outlet(of namespace: String, for module: String) -> any NamespaceOutlet {
        NamespaceForModule(namespace: namespaces.namespace(namespace), name: namespace, module: module)
    }

    func open(_ namespaces: [String]) { namespaces.forEach(self.namespaces.open) }

    func close(_ namespaces: [String]) { namespaces.forEach(self.namespaces.close) }

    func declare(_ rights: [ModuleRight]) async throws {
        for right in rights { try Self.check(right) }
        try await authority.declare(rights)
    }

    func moduleStarted() { erasing.wake() }

    func value(of setting: Setting, of module: String) async throws -> SettingValue? {
        try await settings.value(of: setting, of: module)
    }

    /// The JSON of `payload`, where the module may tell clients of it as `event`.
    static func object(_ payload: [UInt8], of event: String, limit: Int, for module: String) throws -> JSON {
        guard event.hasPrefix("\(module):") else {
            throw RequestError.badRequest("The event '\(event)' does not begin with '\(module):'.")
        }
        guard payload.count <= limit else {
            throw RequestError.badRequest("The payload of '\(event)' has more than \(limit) bytes.")
        }
        guard let json = try? JSON(parsing: ByteBuffer(bytes: payload)), json.object != nil else {
            // What is wrong in it, the module's author sees in the module.
            throw RequestError.badRequest("The payload of '\(event)' is not a JSON object.")
        }
        return json
    }

    /// Does what a module asks for, and tells it of refusals as it may tell its clients.
    ///
    /// Time in here is the server's and no fault of the module.
    func serve<T>(_ work: () async throws -> T) async throws -> T {
        do {
            return try await StoreVisits.visit(work)
        } catch let error as any ClientFacingError {
            throw RequestError(
                code: error.code,
                message: error.message,
                isRetryable: error.isRetryable,
                retryAfter: error.retryAfter
            )
        }
    }

    private static func check(_ right: ModuleRight) throws(AccountError) {
        let roles = right.roles.map(GrantHolder.role) + right.roomRoles.map(GrantHolder.roomRole)
        for role in roles { try role.check() }
    }
}
