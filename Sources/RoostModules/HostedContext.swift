internal import Logging
internal import RoostKit
internal import RoostStore
internal import Synchronization

/// What one module sees of the server; it gathers what the module declares while it is made.
final class HostedContext: ModuleContext {
    /// What a module takes part in.
    struct Declarations: Sendable {
        var recorders: [any Recorder] = []
        var requests: [ModuleRequest] = []
    }

    let store: any ModuleStore
    private let logger: Logger
    private let state = Mutex((declarations: Declarations(), isSealed: false))

    init(store: Store, logger: Logger) {
        self.store = ModuleTables(store: store)
        self.logger = logger
    }

    func log(_ level: LogLevel, _ text: String, _ metadata: [String: String]) {
        let level: Logger.Level =
            switch level {
            case .debug: .debug
            case .info: .info
            case .warning: .warning
            case .error: .error
            }
        logger.log(level: level, "\(text)", metadata: metadata.mapValues { "\($0)" })
    }

    func record(with recorder: any Recorder) {
        declare { $0.recorders.append(recorder) }
    }

    func answer(
        _ event: String,
        needing right: RoomRight,
        with handler: @escaping @concurrent @Sendable (_ payload: [UInt8]) async throws -> [UInt8]
    ) {
        declare { $0.requests.append(ModuleRequest(event: event, right: right, handler: handler)) }
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
        if !isInTime { logger.error("module declared something after its start, which has no effect") }
    }
}
