import EngineIO
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import RoostAuth
import RoostModules

/// The HTTP side: accounts, sessions, health, and the web client's files.
struct Routes {
    let authority: Authority
    let webFolder: String
    let proxies: TrustedProxies
    /// Whom sign-ups are proposed to.
    let modules: ModuleBus
    let origins: OriginPolicy
    /// What modules serve, and the figures; nothing in tests of the rest.
    var pages: ModulePages?
    /// What has modules erase what is left of deleted users; nothing in tests of the rest.
    var erasing: Erasing?
    /// The modules themselves, for administrators; likewise.
    var host: ModuleHost?

    /// What answers requests.
    func responder(logger: Logger) -> some HTTPResponder<RoostRequestContext> {
        router(logger: logger).buildResponder()
    }

    /// Every route, and what is done before one is looked for.
    func router(logger: Logger) -> Router<RoostRequestContext> {
        let router = Router(context: RoostRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: BrowserSafety(origins: origins))
        if let pages { router.add(middleware: pages) }
        // Asked about each time, so that after an update no page is made of old and new files.
        let asked = CacheControl([(MediaType(type: .any), [.noCache])])
        router.add(
            middleware: FileMiddleware(
                webFolder,
                cacheControl: asked,
                searchForIndexHtml: true,
                logger: logger
            )
        )
        router.add(middleware: UnknownPaths())
        router.get("/healthz") { _, _ in HTTPResponse.Status.ok }
        let api = router.group("/api/v1")
        for route in table.routes {
            api.on(RouterPath(route.path), method: route.method) { request, context -> Response in
                do {
                    let call = try await Call(receiving: request, context: context, proxies: proxies)
                    return try await route.answer(call).response
                } catch {
                    return refusal(error)
                }
            }
        }
        return router
    }

    /// The routes below `/api/v1`.
    var table: RouteTable {
        var table = RouteTable(authority: authority)
        addAccounts(to: &table)
        addMe(to: &table)
        addSessions(to: &table)
        addTokens(to: &table)
        addLinks(to: &table)
        addUsers(to: &table)
        addRights(to: &table)
        addRooms(to: &table)
        addEmit(to: &table)
        addModules(to: &table)
        return table
    }
}
