package import RoostKit
package import RoostModules
internal import Synchronization

/// A server around a module that has every room but nobody in it, has no users, and remembers what the module sends.
package final class QuietHouse: HostServices {
    /// What a module sent.
    package struct Sent: Hashable, Sendable {
        /// The event's name.
        package let event: String
        /// Its JSON.
        package let payload: String
        /// To whom.
        package let recipients: Recipients
    }

    private let settings: [String: SettingValue]
    private let namespace = QuietNamespace()
    private let state = Mutex((sent: [Sent](), rights: [ModuleRight](), closed: [String]()))

    /// A house where the operator set these values, by `module.setting`.
    package init(settings: [String: SettingValue] = [:]) {
        self.settings = settings
    }

    /// What was sent so far, in order.
    package var sent: [Sent] { state.withLock(\.sent) }

    /// The rights that were declared so far.
    package var rights: [ModuleRight] { state.withLock(\.rights) }

    /// The namespaces from which everybody was taken out so far.
    package var closed: [String] { state.withLock(\.closed) }

    /// Rooms that are there, and in which nothing can be done.
    package func rooms(for module: String) -> any ModuleRooms { Nothing() }

    /// No users.
    package func users(for module: String) -> any ModuleUsers { Nothing() }

    /// Remembers it.
    package func emit(_ event: String, payload: [UInt8], to recipients: Recipients, for module: String) {
        let sent = Sent(
            event: event,
            payload: String(decoding: payload, as: UTF8.self),
            recipients: recipients
        )
        state.withLock { $0.sent.append(sent) }
    }

    /// What was sent in namespaces so far, in order.
    package var heard: [QuietNamespace.Heard] { namespace.heard }

    /// One namespace for all names.
    package func outlet(of namespace: String, for module: String) -> any NamespaceOutlet { self.namespace }

    /// Nobody comes.
    package func open(_ namespaces: [String]) {}

    /// Nobody is there.
    package func close(_ namespaces: [String]) { state.withLock { $0.closed += namespaces } }

    /// Remembers them.
    package func declare(_ rights: [ModuleRight]) {
        state.withLock { $0.rights += rights }
    }

    /// What this house was made with.
    package func value(of setting: Setting, of module: String) throws -> SettingValue? {
        guard let value = settings["\(module).\(setting.name)"] else { return nil }
        guard setting.allows(value) else {
            throw BadSetting(description: "'\(setting.name)' must be \(setting.allowed)")
        }
        return value
    }

    /// Nothing to be done.
    package func moduleStarted() {}

    /// None.
    @concurrent
    package func readings() async -> [Reading] { [] }

    private struct BadSetting: Error, CustomStringConvertible {
        let description: String
    }
}

/// Empty rooms, and users that are not there.
private struct Nothing: ModuleRooms, ModuleUsers {
    private var refusal: RequestError { RequestError(code: "not_found", message: "There is nobody here.") }

    @concurrent func find(_ id: RoomID) async -> RoomDetails? {
        RoomDetails(id: id, title: id.rawValue, createdAt: 0, sequence: 0)
    }
    @concurrent func list(after last: RoomID?, limit: Int) async -> [RoomDetails] { [] }
    @concurrent func members(of room: RoomID) async throws -> [UserID] { throw refusal }
    @concurrent func create(
        _ name: String,
        title: String,
        for visibility: RoomVisibility,
        members: [UserID: String]
    ) async throws -> RoomDetails { throw refusal }
    @concurrent func latestMessages(in room: RoomID) async -> [Message] { [] }
    @concurrent func post(
        _ text: String,
        in room: RoomID,
        as author: UserID,
        id: String,
        replyTo: Int64?
    ) async throws -> Message { throw refusal }
    @concurrent func propose(
        _ text: String,
        in room: RoomID,
        for asker: Asker,
        id: String,
        replyTo: Int64?
    ) async throws -> Message { throw refusal }
    @concurrent func edit(_ message: MessageKey, in room: RoomID, to text: String, by user: UserID)
        async throws
        -> Int64
    { throw refusal }
    @concurrent func delete(_ message: MessageKey, in room: RoomID, by user: UserID) async throws -> Int64 {
        throw refusal
    }
    @concurrent func note(_ event: String, payload: [UInt8], in room: RoomID, by user: UserID?) async throws
        -> RoomFact
    { throw refusal }
    @concurrent func restore(_ messages: [PastMessage], in room: RoomID) async throws { throw refusal }
    @concurrent func message(_ message: MessageKey, in room: RoomID) async throws -> Message? {
        throw refusal
    }
    @concurrent func enter(_ user: UserID, _ room: RoomID) async throws { throw refusal }
    @concurrent func remove(_ user: UserID, from room: RoomID) async throws { throw refusal }
    @concurrent func settle(_ user: UserID) async {}

    @concurrent func find(_ id: UserID) async -> UserDetails? { nil }
    @concurrent func find(named name: String) async -> UserDetails? { nil }
    @concurrent func may(_ user: UserID, _ right: Right, in room: RoomID?) async -> Bool { false }
    @concurrent func reserve(_ name: String) async throws -> UserID { throw refusal }
    @concurrent func share(_ one: UserID, _ other: UserID) async -> Bool { false }
    @concurrent func role(of user: UserID, in room: RoomID) async -> String? { nil }
    @concurrent func setRole(_ role: String?, of user: UserID, in room: RoomID, by actor: UserID?)
        async throws
    {
        throw refusal
    }
    @concurrent func grant(
        _ right: Right,
        in room: RoomID?,
        to user: UserID,
        until end: Int64?,
        by actor: UserID?
    ) async throws { throw refusal }
    @concurrent func take(_ right: Right, in room: RoomID?, from user: UserID, by actor: UserID?) async throws
    {
        throw refusal
    }
    @concurrent func endSessions(of user: UserID, by actor: UserID?) async throws -> Int { throw refusal }
    @concurrent func setDisabled(_ isDisabled: Bool, _ user: UserID, by actor: UserID?) async throws {
        throw refusal
    }
}

extension ModuleRequest {
    /// The acknowledgement of `payload`, which `asker` sends; `ada` where left out.
    @concurrent
    package func ack(
        to payload: [UInt8],
        from asker: Asker = Asker(user: UserID(rawValue: "ada"))
    ) async throws -> [UInt8] {
        try await ack(to: WireRequest(payload, from: asker))
    }
}
