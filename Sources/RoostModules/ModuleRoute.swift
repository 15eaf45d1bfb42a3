package import RoostKit

/// Something that a module serves over HTTP.
package struct ModuleRoute: Sendable {
    let declared: DeclaredRoute
    let slot: ModuleSlot

    /// What the asker must be allowed, where it is not public; check it before `reply(to:)`.
    package var access: Access? { declared.access }

    /// The module's reply.
    /// - Throws: `RequestError` and `ModuleUnavailable` for the client; anything else is the module's fault.
    @concurrent
    package func reply(to request: HTTPCall) async throws -> HTTPReply {
        let part = "\(declared.method) \(declared.path)"
        return try await slot.call(.route(part), within: { _ in Limits.requestTime }) { instance in
            let route = instance.declarations.allRoutes.first { $0.serves(request.method, request.path) }
            // A version that came since may not serve this any more.
            guard let route else { throw ModuleUnavailable.off }
            let reply = try await route.answer(request)
            guard reply.body.count <= Limits.pageBytes else { throw PageTooLarge() }
            guard Limits.pageStatuses.contains(reply.status) else { throw NoStatus(status: reply.status) }
            return reply
        }
    }
}

/// A module's page has more bytes than a page may.
struct PageTooLarge: Error, CustomStringConvertible {
    var description: String { "its page has more than \(Limits.pageBytes) bytes" }
}

/// A module's page has a status that is no final one of HTTP.
struct NoStatus: Error, CustomStringConvertible {
    let status: Int

    var description: String {
        let statuses = Limits.pageStatuses
        return
            "its page has the status \(status), and not one from \(statuses.lowerBound) to \(statuses.upperBound)"
    }
}
