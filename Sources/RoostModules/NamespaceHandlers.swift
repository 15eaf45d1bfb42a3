package import RoostKit

/// What a module does in one Socket.IO namespace, whichever version of it is there.
package struct NamespaceHandlers: Sendable {
    /// The namespace's name.
    package let name: String
    /// What whoever comes must have, checked before `decide(about:)`; nothing where they need not sign in.
    package let access: Access?
    let slot: ModuleSlot

    /// Lets somebody in by returning; the payload is what they connect with.
    /// - Throws: `RequestError` and `ModuleUnavailable` for the client; anything else is the module's fault.
    @concurrent
    package func decide(about question: WireRequest<[UInt8]>) async throws {
        let name = name
        try await slot.call(
            .request("\(name) connect"),
            within: { $0.namespace(name)?.gate?.limit ?? Limits.requestTime }
        ) { instance in
            guard let namespace = instance.namespace(name) else { throw ModuleUnavailable.off }
            try await namespace.gate?.decide(question)
        }
    }

    /// Tells the module of somebody who is in; what goes wrong is counted, and nobody waits for it.
    @concurrent
    package func connected(_ asker: Asker) async {
        let name = name
        // As many as there are connections at most, and the module must not miss one of them.
        try? await slot.call(
            .request("\(name) connected"),
            always: true,
            within: { $0.namespace(name)?.connected?.limit ?? Limits.eventTime }
        ) { try await $0.namespace(name)?.connected?.hear(asker) }
    }

    /// Tells the module of somebody who is gone, likewise.
    @concurrent
    package func disconnected(_ asker: Asker, _ reason: String) async {
        let name = name
        // As for those who come.
        try? await slot.call(
            .request("\(name) disconnected"),
            always: true,
            within: { $0.namespace(name)?.disconnected?.limit ?? Limits.eventTime }
        ) { try await $0.namespace(name)?.disconnected?.hear(asker, reason) }
    }

    /// What the sender of the event of this name must have; nothing where the module does not handle it.
    package func access(of event: String) -> Access? {
        slot.declarations?.namespaces[name]?.events[event]?.access
    }

    /// A JSON array of the acknowledgement's arguments; the question's payload is one of the event's.
    /// - Throws: As `decide(about:)`.
    @concurrent
    package func acknowledgement(of event: String, _ question: WireRequest<[UInt8]>) async throws -> [UInt8] {
        let name = name
        let rate = slot.declarations?.namespaces[name]?.events[event]?.rate
        try slot.count("\(name) \(event)", of: question.asker, rate)
        return try await slot.call(
            .request("\(name) \(event)"),
            within: { $0.namespace(name)?.events[event]?.limit ?? Limits.requestTime }
        ) { instance in
            // A version that came since may not handle this any more.
            guard let handler = instance.namespace(name)?.events[event] else { throw ModuleUnavailable.off }
            return try await handler.answer(question)
        }
    }
}

extension ModuleInstance {
    fileprivate func namespace(_ name: String) -> DeclaredNamespace? { declarations.namespaces[name] }
}
