internal import Logging
internal import RoostKit
internal import RoostStore
internal import Synchronization

/// What one module sees of the server; it gathers what the module declares while it is made.
final class HostedContext: ModuleContext {
    let store: any ModuleStore
    let settings: ModuleSettings
    let rooms: any ModuleRooms
    let users: any ModuleUsers
    let tasks: ModuleTasks
    private let module: String
    private let services: any HostServices
    private let logger: Logger
    private let state = Mutex((declarations: Declarations(), isSealed: false))
    private let budget = Mutex(LogBudget())
    private let figures: ModuleFigures
    private let files: ModuleFiles?
    private let noted: @Sendable (any Error) -> Void

    /// The context of the module named `module`, whose background work runs on `thread`, and whose errors are `noted`.
    init(
        module: String,
        settings: ModuleSettings,
        store: Store,
        services: any HostServices,
        thread: ModuleThread,
        figures: ModuleFigures,
        files: ModuleFiles?,
        logger: Logger,
        noted: @escaping @Sendable (any Error) -> Void
    ) {
        self.module = module
        self.settings = settings
        self.store = ModuleTables(store: store)
        self.services = services
        rooms = services.rooms(for: module)
        users = services.users(for: module)
        self.tasks = ModuleTasks(on: thread)
        self.figures = figures
        self.files = files
        self.logger = logger
        self.noted = noted
    }

    func log(_ level: LogLevel, _ text: String, _ metadata: [String: String]) {
        guard let lost = budget.withLock({ $0.take() }) else { return }
        let level: Logger.Level =
            switch level {
            case .debug: .debug
            case .info: .info
            case .notice: .notice
            case .warning: .warning
            case .error: .error
            }
        var metadata = metadata.mapValues { Logger.MetadataValue.string($0) }
        if lost > 0 { metadata["lost"] = "\(lost)" }
        logger.log(level: level, "\(text)", metadata: metadata)
    }

    func emit(_ event: String, payload: [UInt8], to recipients: Recipients) throws {
        try services.emit(event, payload: payload, to: recipients, for: module)
    }

    func record(with recorder: any Recorder) {
        declare { $0.recorders.append(recorder) }
    }

    func answer(
        _ event: String,
        needing access: Access,
        within limit: Duration?,
        atMost rate: RateLimit?,
        with handler: @escaping @concurrent @Sendable (WireRequest<[UInt8]>) async throws -> [UInt8]
    ) {
        let request = DeclaredRequest(
            event: event,
            access: access,
            limit: limit ?? Limits.requestTime,
            rate: rate,
            answer: handler
        )
        declare { $0.requests.append(request) }
    }

    func review<Subject: Proposal>(
        _ kind: Subject.Type,
        ifItFails mode: FailureMode,
        within limit: Duration?,
        with handler: @escaping @concurrent @Sendable (Subject) async throws -> Verdict<Subject>
    ) {
        let reviewer = Reviewer(mode: mode, limit: limit ?? Limits.proposalTime, judge: handler)
        declare { $0.reviewers[ObjectIdentifier(kind)] = reviewer }
    }

    func observe<Event: ChatEvent>(
        _ kind: Event.Type,
        within limit: Duration?,
        with handler: @escaping @concurrent @Sendable (Event) async throws -> Void
    ) {
        let observer = Observer(limit: limit ?? Limits.eventTime, hear: handler)
        declare { $0.observers[ObjectIdentifier(kind)] = observer }
    }

    func erase(with step: @escaping @concurrent @Sendable (UserErasure) async throws -> Bool) {
        declare { $0.eraser = step }
    }

    func eraseRooms(with step: @escaping @concurrent @Sendable (RoomID) async throws -> Bool) {
        declare { $0.roomEraser = step }
    }

    func serve(
        _ method: String,
        _ path: String,
        needing access: Access?,
        with handler: @escaping @concurrent @Sendable (HTTPCall) async throws -> HTTPReply
    ) {
        let route = DeclaredRoute(method: method, path: path, access: access, answer: handler)
        declare { $0.routes.append(route) }
    }

    func serveFiles(needing access: Access?) {
        let files = files
        let route = DeclaredRoute(method: "GET", path: "*", access: access) { call in
            guard let files else { throw RequestError(code: "not_found", message: "There is no such page.") }
            return try files.reply(to: call.path)
        }
        declare { $0.files = route }
    }

    func namespace(_ name: String, needing access: Access?) -> any ModuleNamespace {
        declare { declarations in
            if declarations.namespaces[name] == nil {
                declarations.namespaces[name] = DeclaredNamespace(access: access)
            }
        }
        return HostedNamespace(name: name, outlet: services.outlet(of: name, for: module)) {
            [weak self] change in
            self?.declare { declarations in
                guard var namespace = declarations.namespaces[name] else { return }
                change(&namespace)
                declarations.namespaces[name] = namespace
            }
        }
    }

    func count(_ name: String, by amount: Int) {
        figures.count(name, by: amount)
    }

    func gauge(_ name: String, _ value: Double) {
        figures.gauge(name, value)
    }

    @concurrent
    func readings() async -> [Reading] { await services.readings() }

    func spawn(_ work: @escaping @concurrent @Sendable () async throws -> Void) -> Bool {
        let isBegun = tasks.spawn(work, failed: noted)
        if !isBegun { log(.warning, "background work was not begun", ["limit": "\(Limits.tasks)"]) }
        return isBegun
    }

    /// What the module declared so far.
    var declarations: Declarations { state.withLock { $0.declarations } }

    /// From now on, what the module declares has no effect.
    func seal() {
        state.withLock { $0.isSealed = true }
    }

    private func declare(_ change: (inout Declarations) -> Void) {
        let isInTime = state.withLock { state in
            if !state.isSealed { change(&state.declarations) }
            return !state.isSealed
        }
        if !isInTime { log(.error, "module declared something after its start, which has no effect", [:]) }
    }
}
