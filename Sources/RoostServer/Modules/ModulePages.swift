import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import RoostAuth
import RoostKit
import RoostModules

/// What modules serve over HTTP below `/modules/<name>/`, and the figures at `/metrics`.
struct ModulePages: RouterMiddleware {
    typealias Context = RoostRequestContext

    /// Bytes of a body: a form, not a file.
    private static let bodyByteLimit = 65_536
    private static let prefix = "/modules/"

    let modules: ModuleBus
    let authority: Authority
    let proxies: TrustedProxies
    let services: ChatServices

    @concurrent
    func handle(
        _ request: Request,
        context: RoostRequestContext,
        next: @concurrent (Request, RoostRequestContext) async throws -> Response
    ) async throws -> Response {
        let isForFigures = request.uri.path == "/metrics" && request.method == .get
        // What the router throws for a page that is not there is its own answer.
        guard isForFigures || request.uri.path.hasPrefix(Self.prefix) else {
            return try await next(request, context)
        }
        do {
            let call = try await Call(
                receiving: request,
                upTo: Self.bodyByteLimit,
                context: context,
                proxies: proxies
            )
            return try await isForFigures ? figures(for: call) : page(for: call)
        } catch {
            return refusal(error)
        }
    }

    private func figures(for call: Call) async throws -> Response {
        let session = try await authority.authenticate(token: call.token, caller: call.caller)
        try session.require(.manage, on: .server)
        let text = PrometheusText.text(of: await services.readings())
        return Self.response(.ok, type: "text/plain; version=0.0.4; charset=utf-8", Array(text.utf8))
    }

    private func page(for call: Call) async throws -> Response {
        let parts = call.request.uri.path.dropFirst(Self.prefix.count)
            .split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        let path = (parts.dropFirst().first.map(String.init) ?? "").removingPercentEncoding
        let method = call.request.method.rawValue
        guard let path, let route = modules.route(of: name, method: method, path: path) else {
            throw RequestError(code: "not_found", message: "There is no such page.")
        }
        let asker = try await asker(of: call, for: route.access)
        let fields = call.request.uri.queryParameters.map { (String($0.key), String($0.value)) }
        let question = HTTPCall(
            method: method,
            path: path,
            query: Dictionary(fields) { _, last in last },
            body: Array(call.received.readableBytesView),
            asker: asker
        )
        let reply = try await route.reply(to: question)
        return Self.response(.init(code: reply.status), type: reply.type, reply.body)
    }

    /// Who asks, once it is sure that they may.
    private func asker(of call: Call, for access: Access?) async throws -> Asker? {
        guard access != nil || !call.token.isEmpty else { return nil }
        let session = try await authority.authenticate(token: call.token, caller: call.caller)
        switch access {
        case .room(let right):
            try session.require(right, on: .room(RoomID(rawValue: try call.query("room") ?? "")))
        case .server(let right): try session.require(right, on: .server)
        case .signedIn: try session.requireWhole()
        case .everybody, nil: break
        @unknown default: preconditionFailure("the server and its kit are built together")
        }
        return Asker(session)
    }

    private static func response(_ status: HTTPResponse.Status, type: String, _ body: [UInt8]) -> Response {
        // A module's text that is no header's value is none.
        let isValue = type.utf8.allSatisfy { 0x20...0x7e ~= $0 }
        return Response(
            status: status,
            headers: [.contentType: isValue ? type : "application/octet-stream", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(bytes: body))
        )
    }
}

extension Asker {
    /// Whoever asks over HTTP with `session`.
    init(_ session: Session) {
        self.init(
            user: session.user,
            role: session.role.rawValue,
            session: session.id.rawValue,
            address: session.address
        ) { right, room in
            // Why not is for who is refused.
            (try? session.require(right, on: room.map(Resource.room) ?? .server)) != nil
        }
    }
}
