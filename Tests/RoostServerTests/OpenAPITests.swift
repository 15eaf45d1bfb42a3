import EngineIO
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import RoostAuth
import RoostModules
import RoostStore
import RoostTestKit
import Testing

@testable import RoostServer

@Suite("Routes: what docs/openapi.yaml says of them")
struct OpenAPITests {
    /// A route as both sides name it, such as `GET /api/v1/users/{name}`, and for whom it is.
    private typealias Listing = [String: Route.Audience?]

    private let folder: TemporaryFolder
    private let routes: Routes

    init() async throws {
        folder = try TemporaryFolder()
        let authority = try await Authority.open(
            store: try await folder.openStore(),
            hasher: PasswordHasher(cost: .cheap(), threadCount: 1),
            policy: .open
        )
        routes = Routes(
            authority: authority,
            webFolder: folder.path,
            proxies: TrustedProxies(ranges: []),
            modules: ModuleBus(),
            origins: .same
        )
    }

    @Test("the document has every route, and no other")
    func sameRoutes() throws {
        // The figures are served with the pages of modules, which are no routes of the router: what is below `/modules/` is
        // whatever modules declare, and so in no document of ours.
        let served =
            ["GET /metrics"]
            + routes.router(logger: Logger(label: "test")).routes.map { route in
                "\(route.method.rawValue) \(Self.braced("\(route.path)"))"
            }
        #expect(Set(try described().keys) == Set(served))
        #expect(served.count == Set(served).count)
    }

    @Test("the document says of each route for whom it is")
    func sameAudiences() throws {
        let described = try described()
        for route in routes.table.routes {
            let name = "\(route.method.rawValue) \(Self.braced("/api/v1/\(route.path)"))"
            #expect(described[name] == .some(route.audience), "\(name)")
        }
    }

    /// The path with `{name}` in place of `:name`.
    private static func braced(_ path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix(":") ? "/{\($0.dropFirst())}" : "/\($0)" }.joined()
    }

    /// The routes in the document, which has one key a line, indented by two for each level.
    private func described() throws -> Listing {
        var (listing, path, name) = (Listing(), "", "")
        let file = URL(fileURLWithPath: TemporaryFolder.migrations).deletingLastPathComponent()
        let text = try String(contentsOf: file.appendingPathComponent("docs/openapi.yaml"), encoding: .utf8)
        for line in text.split(separator: "\n").prefix(while: { $0 != "components:" }) {
            let key = line.drop { $0 == " " }
            let depth = line.count - key.count
            if depth == 2, key.hasPrefix("/") { path = String(key.dropLast()) }
            if depth == 4, key.hasSuffix(":"), key != "parameters:" {
                name = "\(key.dropLast().uppercased()) \(path)"
                listing[name] = .some(nil)
            }
            if depth == 6, key.hasPrefix("x-audience: ") {
                let audience = Route.Audience(rawValue: String(key.dropFirst(12)))
                #expect(audience != nil, "\(name): \(key)")
                listing[name] = .some(audience)
            }
        }
        return listing
    }
}
