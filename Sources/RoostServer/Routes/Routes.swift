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
        let api = router.group("/api/v1")
        api.post("users") { request, _ in
            try await answer(.created) {
                let body = try await body(SignUpBody.self, of: request, holding: Self.credentials)
                let account = try await authority.signUp(
                    name: body.name,
                    password: body.password,
                    setup: body.setup,
                    invitation: body.invitation
                )
                return UserReply(user: AccountBody(account))
            }
        }
        api.post("sessions") { request, context in
            try await answer(.created) {
                let body = try await body(SignInBody.self, of: request, holding: Self.credentials)
                let signedIn = try await authority.signIn(
                    name: body.name,
                    password: body.password,
                    code: body.code,
                    from: address(of: request, context)
                )
                return SessionReply(token: signedIn.token, user: AccountBody(signedIn.account))
            }
        }
        addMe(to: api)
        addSessions(to: api)
        addTokens(to: api)
        addLinks(to: api)
        return router.buildResponder()
    }

    private static let forwardedFor = HTTPField.Name("X-Forwarded-For")
    private static let credentials = "text in 'name' and 'password'"

    /// The session whose token the request brings.
    func session(of request: Request, _ context: RoostRequestContext) async throws -> Session {
        let field = request.headers[.authorization] ?? ""
        return try await authority.authenticate(
            token: String(field.dropFirst("Bearer ".count)),
            caller: Caller(
                address: address(of: request, context).text,
                program: request.headers[.userAgent]
            )
        )
    }

    /// The same for what changes the account or makes tokens: a narrowed token or a program's will not do.
    func signIn(of request: Request, _ context: RoostRequestContext) async throws -> Session {
        let session = try await session(of: request, context)
        try session.requireSignIn()
        return session
    }

    /// Where the request comes from; a peer without an internet address is on this machine.
    func address(of request: Request, _ context: RoostRequestContext) -> ClientAddress {
        let peer = context.peer?.ipAddress.flatMap(ClientAddress.init) ?? .loopback
        return proxies.client(of: peer, forwardedFor: Self.forwardedFor.flatMap { request.headers[$0] })
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
