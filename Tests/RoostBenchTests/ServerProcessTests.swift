import Foundation
import NIOCore
import NIOPosix
import RoostTestKit
import Testing

@testable import RoostBench

@Suite("ServerProcess: who listens, and what it uses")
struct ServerProcessTests {
    private static let heading =
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
    private static let table = """
        \(heading)
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
           1: 0100007F:1F90 0100007F:C001 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0 20 4 30 10 -1
           2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0 100 0 0 10 0
        """
    private static let table6 = """
        \(heading)
           0: 00000000000000000000000000000000:1F91 00000000000000000000000000000000:0000 0A 0:0 00:0 0     0   0 4714 1
        """

    @Test("only sockets that listen on the port count")
    func listeners() {
        #expect(ServerProcess.listeners(in: Self.table, port: 8080) == ["4711"])
        #expect(ServerProcess.listeners(in: Self.table, port: 22) == ["4713"])
        #expect(ServerProcess.listeners(in: Self.table, port: 49153).isEmpty)
        #expect(ServerProcess.listeners(in: Self.table6, port: 8081) == ["4714"])
        #expect(ServerProcess.listeners(in: "no table\nat all", port: 8080).isEmpty)
    }

    @Test("the process is the one with the socket among its descriptors")
    func owner() throws {
        let folder = try TemporaryFolder()
        let files = FileManager.default
        for (pid, socket) in [("12", 4712), ("34", 4711), ("self", 4711)] {
            try files.createDirectory(atPath: "\(folder.path)/\(pid)/fd", withIntermediateDirectories: true)
            try files.createSymbolicLink(
                atPath: "\(folder.path)/\(pid)/fd/5",
                withDestinationPath: "socket:[\(socket)]"
            )
        }
        try files.createDirectory(atPath: folder.path + "/net", withIntermediateDirectories: true)
        try Self.table.write(toFile: folder.path + "/net/tcp", atomically: true, encoding: .utf8)
        #expect(ServerProcess.listening(on: 8080, proc: folder.path)?.pid == 34)
        #expect(ServerProcess.listening(on: 22, proc: folder.path) == nil)
        #expect(ServerProcess.listening(on: 8080, proc: folder.path)?.sample() == nil)
    }

    @Test("a server in this process is found among many, and uses memory")
    func ourselves() async throws {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        var channels: [any Channel] = []
        for _ in 1...60 { channels.append(try await bootstrap.bind(host: "127.0.0.1", port: 0).get()) }
        let found = channels.map { ServerProcess.listening(on: $0.localAddress?.port ?? 0) }
        for channel in channels { try await channel.close() }
        let ours = Int(ProcessInfo.processInfo.processIdentifier)
        #expect(found.allSatisfy { $0?.pid == ours })
        #expect(try #require(found[0]?.sample()).residentBytes > 1 << 20)
    }

    @Test("CPU time is user's and system's, memory what is resident, whatever the program is called")
    func sample() throws {
        let stat = "34 (a) b (c) S 1 34 34 0 -1 4194560 100 0 0 0 250 50 7 8 20 0 4 0 12345 1000 300"
        let sample = try #require(
            ProcessSample(stat: stat, statm: "900 300 20 1 0 80 0", ticksPerSecond: 100, pageSize: 4_096)
        )
        #expect(sample.cpu == .seconds(3))
        #expect(sample.residentBytes == 300 * 4_096)
        #expect(ProcessSample(stat: "", statm: "", ticksPerSecond: 100, pageSize: 4_096) == nil)
    }
}
