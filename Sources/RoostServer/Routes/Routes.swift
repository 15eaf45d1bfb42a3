import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import RoostAuth

/// The HTTP side: accounts, sessions, health, and the web client's files.
struct Routes {
    let authority: Authority
    let webFolder: String
    let proxies: TrustedProxies

    /// What answers requests.
    func responder(logger: Logger) -> some HTTPResponder<RoostRequestContext> {
        let router = Router(context: RoostRequestContext.self)
        router.add(middleware: BrowserSafety())
        router.add(middleware: FileMiddleware(webFolder, searchForIndexHtml: true, logger: logger))
        router.get("/healthz") { _, _ in HTTPResponse.Status.ok }
        let api = API(group: router.group("/api/v1"), authority: authority, proxies: proxies)
        addAccounts(to: api)
        addMe(to: api)
        addSessions(to: api)
        addTokens(to: api)
        addLinks(to: api)
        addUsers(to: api)
        addRights(to: api)
        return router.buildResponder()
    }
}

/// Headers for browsers: only our own scripts and styles run, and nobody frames the page.
struct BrowserSafety<Context: RequestContext>: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
        response.headers[.xContentTypeOptions] = "nosniff"
        return response
    }
}
