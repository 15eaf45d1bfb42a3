import Testing

@testable import RoostBench

@Suite("BenchTarget: which server")
struct BenchTargetTests {
    @Test("an address has a host and a port, 80 where there is none")
    func parts() throws {
        let target = try BenchTarget("http://127.0.0.1:8080")
        #expect(target.host == "127.0.0.1" && target.port == 8080)
        #expect(try BenchTarget("http://chat.example/") == BenchTarget("http://chat.example:80"))
        #expect(target.url == "http://127.0.0.1:8080")
    }

    @Test("what is on this machine for sure", arguments: ["localhost", "127.0.0.1", "127.8.9.10"])
    func loopback(host: String) throws {
        #expect(try BenchTarget("http://\(host):1").isLoopback)
    }

    @Test(
        "everything else may be anywhere",
        arguments: [
            "10.0.0.1", "0.0.0.0", "128.0.0.1", "example.org", "127.0.0.1.example.org",
            "localhost.example.org",
            "127.1",
        ]
    )
    func elsewhere(host: String) throws {
        #expect(try !BenchTarget("http://\(host):1").isLoopback)
    }

    @Test(
        "what is no such address is refused",
        arguments: [
            "", "127.0.0.1:80", "https://127.0.0.1", "http://", "http://:80", "http://a:b", "http://a:0",
            "http://a:65536", "http://a:1:2", "http://a/path", "http://me@127.0.0.1:80", "http://[::1]:80",
        ]
    )
    func refused(url: String) {
        #expect(throws: BenchError.badAddress(url)) { try BenchTarget(url) }
    }
}
