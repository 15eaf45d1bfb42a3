import RoostAuth
import Testing

@testable import RoostServer

@Suite("TrustedProxies: who the client is")
struct TrustedProxiesTests {
    private func client(of peer: String, _ forwardedFor: String?, trusting texts: [String]) throws
        -> ClientAddress
    {
        let proxies = TrustedProxies(ranges: try texts.map { try #require(AddressRange($0)) })
        return proxies.client(of: try #require(ClientAddress(peer)), forwardedFor: forwardedFor)
    }

    @Test("without trusted proxies the peer is the client, whatever it says")
    func untrusted() throws {
        #expect(try client(of: "192.0.2.1", "203.0.113.7", trusting: []) == ClientAddress("192.0.2.1"))
        #expect(
            try client(of: "192.0.2.1", "203.0.113.7", trusting: ["10.0.0.0/8"]) == ClientAddress("192.0.2.1")
        )
    }

    @Test(
        "behind trusted ones it is the last address that none of them has",
        arguments: [
            ("203.0.113.7", "203.0.113.7"), ("6.6.6.6, 203.0.113.7", "203.0.113.7"),
            ("6.6.6.6,203.0.113.7 , 10.0.0.2", "203.0.113.7"), ("2001:db8::7", "2001:db8::7"),
            ("10.0.0.3, 10.0.0.2", "10.0.0.3"), ("6.6.6.6, what, 10.0.0.2", "10.0.0.2"),
            ("6.6.6.6,", "6.6.6.6"), ("", "10.0.0.1"), (nil, "10.0.0.1"),
        ] as [(String?, String)]
    )
    func trusted(forwardedFor: String?, expected: String) throws {
        let client = try client(of: "10.0.0.1", forwardedFor, trusting: ["10.0.0.0/8"])
        #expect(client == ClientAddress(expected))
    }
}
