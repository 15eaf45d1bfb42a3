internal import RoostKit

/// Keeps what was said in every room, and answers for the past.
final class HistoryModule: RoostModule {
    static var manifest: ModuleManifest {
        ModuleManifest(name: "history", version: "0.1.0", migrations: Schema.migrations)
    }

    init(context: any ModuleContext) throws {
        let messages = MessageTable(store: context.store)
        context.record(with: messages)
        context.answer("history:page", needing: .room(.read)) {
            (request: WireRequest<PageRequest>) async throws -> Page in
            let asked = request.payload
            try asked.check()
            return try await messages.page(of: asked.room, before: asked.before, limit: asked.limit)
        }
    }
}

/// What the module was compiled against.
@c(roost_abi_History)
public func historyABI() -> UInt64 { RoostABI.compiled }

/// The module's factory, for the host to take over.
@c(roost_make_History)
public func makeHistory() -> UnsafeMutableRawPointer { exportModule(HistoryModule.self) }
