import Foundation
import RoostTestKit
import Testing

@testable import RoostModules

/// What the protocol document says of a request is tried with people of every kind by `Tests/Interop/test_every_request.py`.
@Suite("docs/protocol.md: requests of modules, and errors")
struct DocumentedTests {
    private let root: URL
    private let protocolText: String

    init() throws {
        root = URL(fileURLWithPath: TemporaryFolder.migrations).deletingLastPathComponent()
        let file = root.appendingPathComponent("docs/protocol.md")
        protocolText = try String(contentsOf: file, encoding: .utf8)
    }

    @Test("every request that a module answers is there")
    func requests() async throws {
        let stage = try await Stage(others: ModuleFolders([]).paths)
        await stage.host.load([
            "History", "PrivateMessages", "Moderation", "Dashboard", "TicTacToe", "Tutorial",
        ])
        try #require(await stage.host.states.filter { $0.status == .on }.count == 6)
        let ofServer = protocolText.split(separator: "\n").filter {
            $0.hasPrefix("| `moderation:server-` with")
        }
        let missing = stage.host.bus.requests.map(\.event).filter { name in
            if name.hasPrefix("moderation:server-") {
                return !ofServer.contains { $0.contains("`\(name.dropFirst(18))`") }
            }
            return !protocolText.contains("`\(name)`") && !protocolText.contains("`\(name) {")
        }
        #expect(missing.isEmpty)
    }

    @Test(
        "every code of an error is there",
        arguments: ["Plugins", "Sources/RoostAuth", "Sources/RoostChat", "Sources/RoostServer/Dispatch"]
    )
    func codes(folder: String) throws {
        let files = try #require(
            FileManager.default.enumerator(
                at: root.appendingPathComponent(folder),
                includingPropertiesForKeys: nil
            )
        )
        var codes: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let source = try String(contentsOf: file, encoding: .utf8)
            codes.formUnion(source.matches(of: /code: "([a-z_]+)"/).map { String($0.1) })
            // The cases of a `code` of an error, up to its end.
            for body in source.matches(of: /var code: String \{\n(?:.*\n)*?    \}/) {
                codes.formUnion(body.0.matches(of: /: "([a-z_]+)"/).map { String($0.1) })
            }
        }
        #expect(!codes.isEmpty)
        #expect(codes.filter { !protocolText.contains("`\($0)`") }.isEmpty)
    }
}
