import HTTPTypes
import RoostAuth
import RoostKit

/// The routes below `/api/v1`, each added for those whom it is for: there is no way to add one without saying so.
///
/// docs/openapi.yaml describes every one of them, and tests compare the two and try each as everybody else.
struct RouteTable: Sendable {
    typealias Answer = @Sendable (Call) async throws -> Reply
    typealias SessionAnswer = @Sendable (Call, Session) async throws -> Reply

    private let authority: Authority
    private(set) var routes: [Route] = []

    init(authority: Authority) {
        self.authority = authority
    }

    /// Adds a route for everybody.
    mutating func everybody(_ method: HTTPRequest.Method, _ path: String, _ answer: @escaping Answer) {
        routes.append(Route(method: method, path: path, audience: .everybody, answer: answer))
    }

    /// Adds a route for whoever has a token.
    mutating func anyToken(_ method: HTTPRequest.Method, _ path: String, _ answer: @escaping SessionAnswer) {
        add(method, path, .anyToken, answer)
    }

    /// Adds a route for whoever has signed in.
    mutating func signIn(_ method: HTTPRequest.Method, _ path: String, _ answer: @escaping SessionAnswer) {
        add(method, path, .signIn) { call, session in
            try session.requireSignIn()
            return try await answer(call, session)
        }
    }

    /// Adds a route for whoever may manage the room that the path names in `:room`.
    mutating func roomManager(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping @Sendable (Call, Session, RoomID) async throws -> Reply
    ) {
        add(method, path, .roomManager) { call, session in
            try session.requireSignIn()
            let room = RoomID(rawValue: try call.part("room"))
            _ = try session.permit(.manage, on: room)
            return try await answer(call, session, room)
        }
    }

    /// Adds a route for whoever may manage the server.
    mutating func administrator(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ answer: @escaping SessionAnswer
    ) {
        add(method, path, .administrator) { call, session in
            try session.requireSignIn()
            _ = try session.permit(.administer)
            return try await answer(call, session)
        }
    }

    private mutating func add(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ audience: Route.Audience,
        _ answer: @escaping SessionAnswer
    ) {
        let authority = authority
        let route = Route(method: method, path: path, audience: audience) { call in
            try await authority.withSession(of: call.token, by: call.caller) { try await answer(call, $0) }
        }
        routes.append(route)
    }
}
