import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import RoostAuth

/// The HTTP side: accounts, sessions, health, and the web client's files.
struct Routes {
    let authority: Authority
    let webFolder: String

    /// What answers requests.
    func responder(logger: Logger) -> some HTTPResponder<BasicRequestContext> {
        let router = Router(context: BasicRequestContext.self)
        router.add(middleware: BrowserSafety())
        router.add(middleware: FileMiddleware(webFolder, searchForIndexHtml: true, logger: logger))
        router.get("/healthz") { _, _ in HTTPResponse.Status.ok }
        let api = router.group("/api/v1")
        api.post("users") { request, context in
            try await answer(.created) {
                let body = try await SignUpBody(request, context)
                let account = try await authority.signUp(
                    name: body.name,
                    password: body.password,
                    setup: body.setup
                )
                return UserReply(user: AccountBody(account))
            }
        }
        api.post("sessions") { request, context in
            try await answer(.created) {
                let body = try await SignUpBody(request, context)
                let signedIn = try await authority.signIn(name: body.name, password: body.password)
                return SessionReply(token: signedIn.token, user: AccountBody(signedIn.account))
            }
        }
        addOwnAccount(to: api)
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
