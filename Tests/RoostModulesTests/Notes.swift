import RoostKit

/// A module of the tests: what it does is said where it is used.
final class Notes: RoostModule {
    static var manifest: ModuleManifest { ModuleManifest(name: "notes", version: "1.2") }

    private let context: any ModuleContext
    private let onStart: @Sendable (any ModuleContext) async throws -> Void
    private let onStop: @Sendable () async -> Void

    init(context: any ModuleContext) {
        self.context = context
        onStart = { _ in }
        onStop = {}
    }

    fileprivate init(
        context: any ModuleContext,
        onStart: @escaping @Sendable (any ModuleContext) async throws -> Void,
        onStop: @escaping @Sendable () async -> Void
    ) {
        self.context = context
        self.onStart = onStart
        self.onStop = onStop
    }

    @concurrent
    func start() async throws { try await onStart(context) }

    @concurrent
    func stop() async { await onStop() }
}

extension ModuleFactory {
    /// A factory of modules that declare themselves with `declare`.
    static func notes(
        name: String = "notes",
        version: String = "1.2",
        migrations: [Migration] = [],
        backlog: EventBacklog = EventBacklog(),
        declare: @escaping @Sendable (any ModuleContext) throws -> Void = { _ in },
        onStart: @escaping @Sendable (any ModuleContext) async throws -> Void = { _ in },
        onStop: @escaping @Sendable () async -> Void = {}
    ) -> ModuleFactory {
        let manifest = ModuleManifest(name: name, version: version, migrations: migrations, backlog: backlog)
        return ModuleFactory(manifest: manifest) { context in
            try declare(context)
            return Notes(context: context, onStart: onStart, onStop: onStop)
        }
    }

    /// A factory of modules that answer `notes:list` with what `reply` makes.
    static func answering(
        version: String = "1.2",
        within limit: Duration = .seconds(10),
        onStart: @escaping @Sendable (any ModuleContext) async throws -> Void = { _ in },
        onStop: @escaping @Sendable () async -> Void = {},
        reply: @escaping @concurrent @Sendable () async throws -> String
    ) -> ModuleFactory {
        .notes(
            version: version,
            declare: { context in
                context.answer("notes:list", needing: .room(.read), within: limit) {
                    (_: WireRequest<[UInt8]>) in
                    Array(#"{"by":"\#(try await reply())"}"#.utf8)
                }
            },
            onStart: onStart,
            onStop: onStop
        )
    }
}
