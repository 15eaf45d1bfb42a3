import Foundation
import NIOCore
import NIOPosix
import RoostStore
import RoostTestKit
import Testing

@testable import RoostServer

@Suite("Examination: what roost doctor finds")
struct ExaminationTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func verdicts(_ path: String) -> [String: Finding.Verdict] {
        Dictionary(DataFolderCheck(path: path).findings().map { ($0.check, $0.verdict) }) { one, _ in one }
    }

    private func setMode(_ mode: Int, of path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    @Test("a data folder that the server made is sound, and so is one that it has yet to make")
    func sound() async throws {
        #expect(verdicts(folder.data)["data folder"] == .ok)
        try await folder.openStore().close()
        #expect(verdicts(folder.data)["data folder"] == .ok)
        #expect(verdicts(folder.data)["database"] == nil)
        #expect(verdicts(folder.data)["disk space"] != nil)
    }

    @Test(
        "a folder that others may read is a warning, one that they may write a problem",
        arguments: [(0o750, .warning), (0o755, .warning), (0o770, .problem), (0o702, .problem)]
            as [(Int, Finding.Verdict)]
    )
    func permissions(mode: Int, verdict: Finding.Verdict) throws {
        try setMode(mode, of: folder.path)
        #expect(verdicts(folder.path)["data folder"] == verdict)
    }

    @Test("a database that others may read is a problem")
    func database() async throws {
        try await folder.openStore().close()
        try setMode(0o644, of: folder.data + "/roost.sqlite")
        #expect(verdicts(folder.data)["database"] == .problem)
    }

    @Test("a file in the folder's place is a problem, and so is one in its parent's")
    func file() throws {
        try Data().write(to: URL(fileURLWithPath: folder.data))
        #expect(verdicts(folder.data)["data folder"] == .problem)
        #expect(verdicts(folder.data + "/below")["data folder"] == .problem)
    }

    @Test("a port that is taken is a warning, since Roost itself may have it")
    func port() async throws {
        let taken = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(taken.localAddress?.port)
        #expect(await PortCheck(host: "127.0.0.1", port: port).finding().verdict == .warning)
        try await taken.close()
        #expect(await PortCheck(host: "127.0.0.1", port: port).finding().verdict == .ok)
        #expect(await PortCheck(host: "192.0.2.1", port: port).finding().verdict == .problem)
    }

    @Test("few descriptors are a warning, very few a problem")
    func descriptors() {
        #expect(DescriptorCheck.finding(limit: 64).verdict == .problem)
        #expect(DescriptorCheck.finding(limit: 1024).verdict == .warning)
        #expect(DescriptorCheck.finding(limit: 65_536).verdict == .ok)
        #expect(DescriptorCheck.finding().text.contains("files may be open"))
    }

    @Test("a damaged database is a problem, and a clock that runs years behind as well")
    func health() async throws {
        try await folder.openStore().close()
        let environment = ["ROOST_DATA": folder.data, "ROOST_MIGRATIONS": TemporaryFolder.migrations]
        let configuration = try await ServerConfiguration.load(
            file: nil,
            options: [:],
            environment: environment
        )
        let database = DatabaseFinding(configuration: configuration)
        #expect(await database.findings().map(\.verdict) == [.ok, .ok])
        try Data(repeating: 7, count: 9_000).write(to: URL(fileURLWithPath: folder.data + "/roost.sqlite"))
        #expect(await database.findings().map(\.verdict) == [.problem, .ok])
        #expect(FrontCheck(configuration: configuration).findings().map(\.verdict) == [.ok, .ok, .ok])
        #expect(FrontCheck(configuration: configuration, now: 9).findings().last?.verdict == .problem)
    }

    @Test(
        "proxies that are everybody are a problem, and none at all a warning where people come through one",
        arguments: [
            ("0.0.0.0/0", .problem), ("10.0.0.0/8,::/0", .problem), ("128.0.0.0/1", .problem),
            ("10.0.0.0/8", .ok), ("", .warning),
        ] as [(String, Finding.Verdict)]
    )
    func proxies(trusted: String, verdict: Finding.Verdict) async throws {
        let environment = [
            "ROOST_TRUSTED_PROXIES": trusted, "ROOST_PUBLIC_ADDRESS": "https://chat.example.org",
        ]
        let configuration = try await ServerConfiguration.load(
            file: nil,
            options: [:],
            environment: environment
        )
        #expect(FrontCheck(configuration: configuration).findings().first?.verdict == verdict)
    }

    @Test(
        "an origin whose pages travel in the clear is a warning, but for this machine's",
        arguments: [
            ("http://chat.example.org", .warning), ("https://chat.example.org", .ok),
            ("http://localhost:3000", .ok),
        ] as [(String, Finding.Verdict)]
    )
    func origins(origin: String, verdict: Finding.Verdict) async throws {
        let environment = ["ROOST_ORIGINS": origin]
        let configuration = try await ServerConfiguration.load(
            file: nil,
            options: [:],
            environment: environment
        )
        #expect(FrontCheck(configuration: configuration).findings()[1].verdict == verdict)
    }

    @Test("a server that others reach without a proxy is a warning")
    func open() async throws {
        let configuration = try await ServerConfiguration.load(
            file: nil,
            options: [:],
            environment: ["ROOST_HOST": "0.0.0.0"]
        )
        #expect(FrontCheck(configuration: configuration).findings().first?.verdict == .warning)
    }

    @Test("a module that does not load is a problem")
    func modules() async throws {
        let configuration = try await ServerConfiguration.load(
            file: nil,
            options: [:],
            environment: [
                "ROOST_DATA": folder.data, "ROOST_PORT": "0", "ROOST_MODULES_ENABLED": "Nowhere",
                "ROOST_MIGRATIONS": TemporaryFolder.migrations, "ROOST_WEB": folder.path,
            ]
        )
        let findings = await Examination(configuration: configuration).findings()
        let verdicts = Dictionary(findings.map { ($0.check, $0.verdict) }) { one, _ in one }
        #expect(verdicts["modules"] == .problem)
        #expect(verdicts["web page"] == .problem)
        #expect(verdicts["migrations"] == .ok && verdicts["port"] == .ok)
        #expect(verdicts["password cost"] != nil)
        #expect(!FileManager.default.fileExists(atPath: folder.data), "it changes nothing")
    }
}
