import HTTPTypes
import RoostAuth
import RoostKit
import RoostModules
import RoostStore

/// The modules of the running server.
extension Routes {
    /// Adds the routes below `modules`.
    func addModules(to api: inout RouteTable) {
        api.administrator(.get, "modules") { _, _ in
            let host = try runningHost
            await host.readFolders()
            return try .ok(ModulesReply(modules: await host.reports.map(ModuleDetails.init)))
        }
        api.administrator(.patch, "modules/:name") { call, session in
            let body = try call.body(ModuleBody.self, holding: "true or false in 'enabled'")
            let action = body.enabled ? "module.enable" : "module.disable"
            return try await change(try call.part("name"), action, by: session) {
                host,
                name throws(ModuleCommandError) in
                if body.enabled { try await host.enable(name) } else { try await host.disable(name) }
            }
        }
        api.administrator(.post, "modules/:name/reload") { call, session in
            try await change(try call.part("name"), "module.reload", by: session) {
                host,
                name throws(ModuleCommandError) in
                try await host.reload(name)
            }
        }
    }

    private var runningHost: ModuleHost {
        get throws {
            guard let host else {
                throw RequestError(code: "unavailable", message: "This server runs no modules.")
            }
            return host
        }
    }

    /// Makes a change to the module `name`, notes it in the audit log, and answers how the module is then.
    private func change(
        _ name: String,
        _ action: String,
        by session: Session,
        _ work: (ModuleHost, String) async throws(ModuleCommandError) -> Void
    ) async throws -> Reply {
        let host = try runningHost
        do throws(ModuleCommandError) {
            try await work(host, name)
        } catch {
            throw RequestError(code: error.code, message: "\(error)")
        }
        try await authority.note(action, of: "module:\(name)", by: Origin(session))
        guard let report = await host.reports.first(where: { $0.name == name }) else {
            throw RequestError(code: "not_found", message: "There is no such module.")
        }
        return try .ok(ModuleDetails(report))
    }
}

private struct ModuleBody: Decodable, Sendable {
    let enabled: Bool
}

private struct ModulesReply: Encodable, Sendable {
    let modules: [ModuleDetails]
}

/// A module as administrators see it in a list.
private struct ModuleDetails: Encodable, Sendable {
    let name: String
    let version: String?
    let state: String
    let reason: String?
    let calls: Int?
    let failures: Int?
    let late: Int?
    let lastError: String?
    let settings: [ModuleReport.Setting]?

    init(_ report: ModuleReport) {
        name = report.name
        version = report.version
        state = report.state
        reason = report.reason
        calls = report.figures?.calls
        failures = report.figures?.failures
        late = report.figures?.late
        lastError = report.figures?.lastError
        settings = report.settings
    }
}
