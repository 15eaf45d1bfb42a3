import Testing

@testable import RoostAuth

@Suite("ClientAddress: networks and ranges")
struct ClientAddressTests {
    @Test(
        "an address is counted as its network",
        arguments: [
            ("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80:0:0:0::/64"), ("::1", "0:0:0:0::/64"),
        ]
    )
    func network(text: String, network: String) throws {
        #expect(try #require(ClientAddress(text)).network == network)
    }

    @Test(
        "what is no address is none",
        arguments: ["", "%", "localhost", "1.2.3", "1.2.3.4:80", "[::1]", "1.2.3.256", " 1.2.3.4", "::g"]
    )
    func malformed(text: String) {
        #expect(ClientAddress(text) == nil)
    }

    @Test(
        "a range holds the addresses that begin with its bits",
        arguments: [
            ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.0", false),
            ("10.0.0.0/8", "::ffff:10.1.1.1", true), ("192.168.4.0/22", "192.168.7.255", true),
            ("192.168.4.0/22", "192.168.8.0", false), ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.1", "127.0.0.2", false), ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "2001:db8::1", false), ("fd00::/8", "fdff::1", true),
            ("2001:db8::/33", "2001:db8:8000::", false), ("::1", "::1", true),
        ]
    )
    func ranges(range: String, address: String, isIn: Bool) throws {
        let range = try #require(AddressRange(range))
        #expect(range.contains(try #require(ClientAddress(address))) == isIn)
    }

    @Test(
        "what is no range is none",
        arguments: ["", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/8/8", "proxy"]
    )
    func malformedRange(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
