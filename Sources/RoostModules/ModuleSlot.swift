internal import Logging
internal import RoostKit
internal import RoostStore
internal import Synchronization

/// The place of one module: its versions come and go, and callers always reach the one that is there.
final class ModuleSlot: Sendable {
    private struct State {
        var current: ModuleInstance?
        // Of the current version, or of the one that failed too often and whose part nobody else does.
        var declarations: Declarations?
        var status = ModuleState.Status.off
        var version: String?
        var health = ModuleHealth()
        var events = EventQueue()
        var isTelling = false
    }

    /// The name of its file, without `lib` and `.so`.
    let name: String
    /// What its versions count and measure.
    let figures = ModuleFigures()
    private let logger: Logger
    private let rates = Mutex(RateTable())
    private let broke: @Sendable (ModuleInstance) -> Void
    private let state = Mutex(State())

    /// An empty place; `broke` hears of a version that failed too often.
    init(name: String, logger: Logger, broke: @escaping @Sendable (ModuleInstance) -> Void) {
        self.name = name
        self.broke = broke
        var logger = logger
        logger[metadataKey: "module"] = "\(name)"
        self.logger = logger
    }

    /// What became of the module.
    var moduleState: ModuleState {
        state.withLock { ModuleState(name: name, version: $0.version, status: $0.status) }
    }

    /// The version that takes part, if one does.
    var current: ModuleInstance? { state.withLock { $0.current } }

    /// What the module did since the server started.
    var report: ModuleReport {
        state.withLock { state in
            var report = ModuleReport(ModuleState(name: name, version: state.version, status: state.status))
            report.figures = ModuleReport.Figures(
                calls: state.health.calls,
                failures: state.health.failures,
                late: state.health.late,
                spentMilliseconds: Int(state.health.spent / .milliseconds(1)),
                waitingEvents: state.events.count,
                droppedEvents: state.events.dropped,
                tasks: state.current?.taskCount ?? 0,
                lastError: state.health.lastError
            )
            report.settings = state.current?.settings
            return report
        }
    }

    /// What it did and measured, as figures.
    var readings: [Reading] {
        let (isOn, health, waiting, manifest) = state.withLock { state in
            (state.status == .on, state.health, state.events.count, state.current?.manifest)
        }
        let labels = ["module": name]
        let own = [
            Reading("roost_module_on", labels, kind: .gauge, value: isOn ? 1 : 0),
            Reading("roost_module_calls_total", labels, kind: .counter, value: Double(health.calls)),
            Reading("roost_module_failures_total", labels, kind: .counter, value: Double(health.failures)),
            Reading("roost_module_late_total", labels, kind: .counter, value: Double(health.late)),
            Reading("roost_module_seconds_total", labels, kind: .counter, value: health.spent / .seconds(1)),
            Reading("roost_module_waiting_events", labels, kind: .gauge, value: Double(waiting)),
        ]
        return own + (manifest.map { figures.readings(of: $0.name) } ?? [])
    }

    /// Puts `instance` in the place of the version before it, which is returned; who calls from now on reaches it.
    func put(_ instance: ModuleInstance) -> ModuleInstance? {
        state.withLock { state in
            defer { state.current = instance }
            state.declarations = instance.declarations
            state.status = .on
            state.version = instance.manifest.version
            state.health.beginAnew()
            state.events.backlog = instance.manifest.backlog
            return state.current
        }
    }

    /// Takes the module out; who calls from now on is refused.
    func take() -> ModuleInstance? {
        state.withLock { state in
            defer { state.current = nil }
            state.declarations = nil
            state.status = .off
            state.events.clear()
            return state.current
        }
    }

    /// What the module takes part in, also after it failed too often.
    var declarations: Declarations? { state.withLock { $0.declarations } }

    /// Says why no version of the module runs, unless one does.
    func fail(_ reason: String, version: String?) {
        state.withLock { state in
            state.health.note(error: reason)
            guard state.current == nil else { return }
            state.status = .failed(reason: reason)
            state.version = version ?? state.version
        }
    }

    /// Keeps an error of the module's own tasks, or of a version that did not start.
    func note(error: String) {
        state.withLock { $0.health.note(error: error) }
        logger.warning("module failed", metadata: ["error": "\(error)"])
    }

    /// Has the current version do `work`, which belongs to `part`, on its thread and for at most `limit`.
    ///
    /// With `always` it is done however much is under way: for what has a bound of its own. What is `skippable` is not done while
    /// other work of the module keeps its thread busy.
    /// - Throws: What the work threw, or `ModuleUnavailable`.
    func call<T: Sendable>(
        _ part: ModulePart,
        always: Bool = false,
        skippable: Bool = false,
        within limit: @Sendable (ModuleInstance) -> Duration,
        _ work: @escaping @Sendable (ModuleInstance) async throws -> T
    ) async throws -> T {
        let instance = try enter(always: always)
        let start = ContinuousClock.now
        let outcome = await instance.run(within: limit(instance), skippable: skippable) {
            try await work(instance)
        }
        instance.leave()
        note(Self.end(of: outcome), of: part, in: instance, took: .now - start)
        switch outcome {
        case .value(let value): return value
        case .failed(let error): throw error
        case .late: throw ModuleUnavailable.late
        }
    }

    /// Counts a request of `asker` where it has a `rate`.
    /// - Throws: `RequestError` where it is one too many.
    func count(_ request: String, of asker: Asker, _ rate: RateLimit?) throws(RequestError) {
        guard let rate else { return }
        let wait = rates.withLock { $0.take(request, of: asker, rate, at: .now) }
        guard let wait else { return }
        throw RequestError(
            code: "rate_limited",
            message: "You ask for this too often; try again in a moment.",
            retryAfter: wait
        )
    }

    /// Tells the module of `event` when those before it are told.
    func tell(_ event: any ChatEvent) {
        let isFirst = state.withLock { state in
            guard state.current != nil else { return false }
            state.events.add(event)
            defer { state.isTelling = true }
            return !state.isTelling
        }
        if isFirst { Task { await tellAll() } }
    }

    private func tellAll() async {
        while let event = nextEvent() { await hear(event) }
    }

    /// Tells the module of `event` now, and returns when it has heard it or had its time.
    func hear(_ event: any ChatEvent) async {
        let kind = ObjectIdentifier(type(of: event))
        // What went wrong is counted, and nobody waits for it.
        try? await call(
            .event(kind),
            within: { $0.declarations.observers[kind]?.limit ?? Limits.eventTime }
        ) {
            try await $0.declarations.observers[kind]?.hear(event)
        }
    }

    private func nextEvent() -> (any ChatEvent)? {
        state.withLock { state in
            let event = state.events.next()
            if event == nil { state.isTelling = false }
            return event
        }
    }

    private func enter(always: Bool) throws(ModuleUnavailable) -> ModuleInstance {
        // In one step, so that a version that is replaced knows everybody who still comes.
        let (instance, isIn) = state.withLock { ($0.current, $0.current?.enter(always: always) ?? false) }
        guard let instance else { throw .off }
        guard isIn else { throw .busy }
        return instance
    }

    private static func end<T>(of outcome: Outcome<T>) -> ModuleHealth.End {
        switch outcome {
        case .value: .fine
        case .failed(let error) where error is RequestError: .fine
        case .failed(let error) where error is StoreError: .excused
        case .failed(let error): .failed(OneLine.text(of: error))
        case .late(.excused): .excused
        case .late(let lateness): .late(isHeld: lateness == .held)
        }
    }

    private func note(
        _ end: ModuleHealth.End,
        of part: ModulePart,
        in instance: ModuleInstance,
        took time: Duration
    ) {
        let (error, isBroken) = state.withLock { state in
            let isTooMuch = state.health.note(end, of: part, took: time)
            guard isTooMuch, state.current === instance else { return (state.health.lastError, false) }
            state.current = nil
            state.status = .failed(reason: Self.broken(state.health.lastError))
            state.events.clear()
            return (state.health.lastError, true)
        }
        switch end {
        case .fine, .excused: break
        case .failed, .late: logger.warning("module failed", metadata: ["error": "\(error ?? "")"])
        }
        guard isBroken else { return }
        logger.error("module switched off", metadata: ["error": "\(Self.broken(error))"])
        broke(instance)
        Task { await instance.stop(isBroken: true, logger: logger) }
    }

    private static func broken(_ error: String?) -> String {
        """
        it failed \(Limits.failuresInARow) times in a row (\(error ?? "")): reload it, or see its documentation
        """
    }
}
