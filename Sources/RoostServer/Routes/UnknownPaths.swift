import Hummingbird
import RoostKit

/// Answers what the API does not have as it answers its other refusals.
struct UnknownPaths: RouterMiddleware {
    typealias Context = RoostRequestContext

    @concurrent
    func handle(
        _ request: Request,
        context: RoostRequestContext,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && request.uri.path.hasPrefix("/api/")
        {
            return refusal(RequestError.unknownPath)
        }
    }
}

extension RequestError {
    fileprivate static let unknownPath = RequestError(
        code: "not_found",
        message: "The API has no such path, or does something else than this method there."
    )
}
