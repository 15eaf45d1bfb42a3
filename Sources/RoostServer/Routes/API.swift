import HTTPTypes
import Hummingbird
import RoostAuth
import RoostKit
import RoostStore

/// The routes below `/api/v1`: each says whom it is for before it says what it does.
///
/// docs/openapi.yaml describes every one of them, and a test compares the two.
struct API {
    let group: RouterGroup<RoostRequestContext>
    let authority: Authority
    let proxies: TrustedProxies

    /// A route for everybody, signed in or not.
    func everybody(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ handle: @escaping @Sendable (Call) async throws -> Reply
    ) {
        let proxies = proxies
        group.on(RouterPath(path), method: method) { request, context -> Response in
            do {
                return try await handle(Call(request: request, context: context, proxies: proxies)).response
            } catch {
                return refusal(error)
            }
        }
    }

    /// A route for whoever has a token, also a narrowed one or a program's.
    func anyToken(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ handle: @escaping @Sendable (Call, Session) async throws -> Reply
    ) {
        let authority = authority
        everybody(method, path) { call in
            try await handle(call, try await authority.authenticate(token: call.token, caller: call.caller))
        }
    }

    /// A route for what changes the account or makes tokens: a narrowed token or a program's will not do.
    func signIn(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ handle: @escaping @Sendable (Call, Session) async throws -> Reply
    ) {
        anyToken(method, path) { call, session in
            try session.requireSignIn()
            return try await handle(call, session)
        }
    }

    /// A route for whoever has the right `manage` on the room that the path names, signed in as themselves.
    func roomManager(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ handle: @escaping @Sendable (Call, Session, RoomID) async throws -> Reply
    ) {
        signIn(method, path) { call, session in
            let room = RoomID(rawValue: try call.part("room"))
            _ = try session.permit(.manage, on: room)
            return try await handle(call, session, room)
        }
    }

    /// A route for whoever has the right `manage` on the server, signed in as themselves.
    func administrator(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ handle: @escaping @Sendable (Call, Session) async throws -> Reply
    ) {
        signIn(method, path) { call, session in
            _ = try session.permit(.administer)
            return try await handle(call, session)
        }
    }
}
