package import RoostKit
package import RoostStore
internal import Synchronization

/// What the running modules take part in just now: for the chat, which asks at every step.
///
/// A module that was switched off after failures stays in here: recorders and proposals that fail closed refuse.
package final class ModuleBus: Sendable {
    private struct State {
        var recorders: [any Recorder] = []
        var requests: [String: ModuleRequest] = [:]
        var routes: [String: [ModuleRoute]] = [:]
        var namespaces: [String: NamespaceHandlers] = [:]
        var rootEvents: [String: NamespaceHandlers] = [:]
        var opensRoot = false
        var slots: [ModuleSlot] = []
        var reviewers: [ObjectIdentifier: [(slot: ModuleSlot, mode: FailureMode)]] = [:]
        var observers: [ObjectIdentifier: [ModuleSlot]] = [:]

        mutating func add(_ declared: [String: DeclaredNamespace], of slot: ModuleSlot) {
            for (name, namespace) in declared {
                let handlers = NamespaceHandlers(name: name, access: namespace.access, slot: slot)
                guard name == "/" else {
                    namespaces[name] = handlers
                    continue
                }
                opensRoot = opensRoot || namespace.access == nil
                // Of two modules with one event the first one has it.
                for event in namespace.events.keys where rootEvents[event] == nil {
                    rootEvents[event] = handlers
                }
            }
        }
    }

    private let state = Mutex(State())

    /// A bus without modules; a `ModuleHost` brings them.
    package init() {}

    /// Who makes messages durable, in the order of the modules.
    package var recorders: [any Recorder] { state.withLock { $0.recorders } }

    /// The wire requests that modules answer, in no order.
    var requests: [ModuleRequest] { state.withLock { Array($0.requests.values) } }

    /// The wire request of this name, if a module answers it.
    package func request(named event: String) -> ModuleRequest? { state.withLock { $0.requests[event] } }

    /// What the module of this name serves under `path` below `/modules/<name>/`, if it serves that.
    package func route(of module: String, method: String, path: String) -> ModuleRoute? {
        state.withLock(\.routes)[module]?.first { $0.declared.serves(method, path) }
    }

    /// What a module does in the Socket.IO namespace `name`, if one has it; `/` is no module's.
    package func namespace(_ name: String) -> NamespaceHandlers? { state.withLock { $0.namespaces[name] } }

    /// What a module does with the event of this name in the namespace `/`, if one handles it there.
    package func rootHandlers(of event: String) -> NamespaceHandlers? {
        state.withLock { $0.rootEvents[event] }
    }

    /// Whether a module asks that whoever brings no `auth` to `/` comes in as a guest.
    package var opensRoot: Bool { state.withLock(\.opensRoot) }

    /// What the modules that run say of themselves.
    package var manifests: [ModuleManifest] { state.withLock(\.slots).compactMap { $0.current?.manifest } }

    /// The figures of the modules that run.
    package var readings: [Reading] { state.withLock(\.slots).flatMap(\.readings) }

    /// Whether a module judges proposals of this kind.
    package func reviews(_ kind: any Proposal.Type) -> Bool {
        state.withLock { $0.reviewers[ObjectIdentifier(kind)] != nil }
    }

    /// The proposal as it may happen, after every module that judges its kind, in their order.
    /// - Throws: `RequestError` where a module refuses it, `ModuleUnavailable` where one that must be asked fails.
    package func review<Subject: Proposal>(_ proposal: Subject) async throws -> Subject {
        let kind = ObjectIdentifier(Subject.self)
        var proposal = proposal
        for (slot, mode) in state.withLock({ $0.reviewers[kind] ?? [] }) {
            do {
                let subject = proposal
                let finding = try await slot.call(
                    .proposal(kind),
                    skippable: mode == .open,
                    within: { $0.declarations.reviewers[kind]?.limit ?? Limits.proposalTime }
                ) { try await $0.declarations.reviewers[kind]?.judge(subject) ?? .accept }
                switch finding {
                case .accept: break
                case .change(let changed):
                    if let changed = changed as? Subject { proposal = proposal.accepting(changed) }
                case .refuse(let error): throw error
                }
            } catch let refusal as RequestError {
                throw refusal
            } catch {
                guard mode == .open else { throw error as? ModuleUnavailable ?? .off }
            }
        }
        return proposal
    }

    /// Tells the modules that listen for its kind of `event`; returns at once.
    package func publish(_ event: some ChatEvent) {
        for slot in state.withLock({ $0.observers[ObjectIdentifier(type(of: event))] ?? [] }) {
            slot.tell(event)
        }
    }

    /// Has the module of this name erase some of what it keeps of a user or room; answers whether there is more.
    ///
    /// A module that declares no way to do that keeps nothing.
    /// - Throws: What the module threw, or `ModuleUnavailable` where it does not run.
    package func erase(_ erasure: Erasure, in module: String) async throws -> Bool {
        let slot = state.withLock(\.slots).first { $0.current?.manifest.name == module }
        guard let slot else { throw ModuleUnavailable.off }
        return try await slot.call(.eraser, within: { _ in Limits.erasureTime }) { instance in
            switch erasure {
            case .user(let erasure): try await instance.declarations.eraser?(erasure) ?? false
            case .room(let room): try await instance.declarations.roomEraser?(room) ?? false
            }
        }
    }

    /// Tells the modules that listen for its kind of `event`, past whatever waits; returns when they have heard it, or had their
    /// time.
    package func tell(_ event: some ChatEvent) async {
        let slots = state.withLock { $0.observers[ObjectIdentifier(type(of: event))] ?? [] }
        await withDiscardingTaskGroup { group in
            for slot in slots { group.addTask { await slot.hear(event) } }
        }
    }

    /// From now on these take part, in this order, each as its newest version declares.
    func update(_ modules: [(slot: ModuleSlot, declarations: Declarations)]) {
        var new = State()
        for (slot, declarations) in modules {
            new.slots.append(slot)
            if let module = slot.current?.manifest.name {
                new.routes[module] = declarations.allRoutes.map { ModuleRoute(declared: $0, slot: slot) }
            }
            if !declarations.recorders.isEmpty { new.recorders.append(ModuleRecorder(slot: slot)) }
            for request in declarations.requests {
                new.requests[request.event] = ModuleRequest(
                    event: request.event,
                    access: request.access,
                    slot: slot
                )
            }
            new.add(declarations.namespaces, of: slot)
            for (kind, reviewer) in declarations.reviewers {
                new.reviewers[kind, default: []].append((slot, reviewer.mode))
            }
            for kind in declarations.observers.keys { new.observers[kind, default: []].append(slot) }
        }
        state.withLock { $0 = new }
    }
}
