import EngineIO
import HTTPTypes
import Hummingbird
import RoostKit

/// What keeps other people's pages out of this server's, and out of its API.
///
/// Only our own scripts and styles run, nobody frames the page, and a page of an origin that is not allowed gets no answer.
struct BrowserSafety: RouterMiddleware {
    typealias Context = RoostRequestContext

    private static let standing: [(HTTPField.Name, String)] = [
        (
            .contentSecurityPolicy,
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
        ),
        (.xContentTypeOptions, "nosniff"),
    ]
    private static let named = [
        ("x-frame-options", "DENY"), ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
    ]

    let origins: OriginPolicy

    @concurrent
    func handle(
        _ request: Request,
        context: RoostRequestContext,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let origin = request.headers[.origin]
        guard origins.allows(origin: origin, host: request.head.authority) else {
            return withFields(refusal(RequestError.foreignOrigin))
        }
        let crossing = origins.fields(origin: origin)
        if request.method == .options, !crossing.isEmpty {
            return withFields(Response(status: .noContent), crossing + Self.preflight)
        }
        do {
            return withFields(try await next(request, context), crossing)
        } catch let error as any HTTPResponseError {
            return withFields(try error.response(from: request, context: context), crossing)
        }
    }

    /// What a page of another origin may send.
    private static let preflight = [
        ("access-control-allow-methods", "GET, POST, PUT, PATCH, DELETE"),
        ("access-control-allow-headers", "Authorization, Content-Type"),
    ]

    private func withFields(_ response: Response, _ more: [(String, String)] = []) -> Response {
        var response = response
        for (name, value) in Self.standing { response.headers[name] = value }
        for (name, value) in Self.named + more {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }
}

extension RequestError {
    /// The refusal of a page that is not ours.
    fileprivate static let foreignOrigin = RequestError(
        code: "forbidden",
        message: "Pages of this origin may not use this server; its setting 'origins' names those that may."
    )
}
