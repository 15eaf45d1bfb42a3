import Testing

@testable import EngineIO

@Suite("Engine.IO: pages of other origins")
struct OriginPolicyTests {
    @Test(
        "a page of the host that the request names is the server's own, and no other is",
        arguments: [
            ("https://chat.example", true), ("http://chat.example", true), ("https://CHAT.example", true),
            ("https://example", false), ("https://a.chat.example", false),
            ("https://evilchat.example", false),
            ("https://chat.example.evil", false), ("https://chat.example:8443", false),
            ("https://chat.example/", false), ("chat.example", false), ("null", false), ("", false),
        ]
    )
    func same(origin: String, isAllowed: Bool) {
        #expect(OriginPolicy.same.allows(origin: origin, host: "Chat.example") == isAllowed)
        let list = OriginPolicy.list(["https://other.example"])
        #expect(list.allows(origin: origin, host: "Chat.example") == isAllowed)
    }

    @Test("a program that names no origin comes in; a page at a server without a name does not")
    func absent() {
        #expect(OriginPolicy.same.allows(origin: nil, host: nil))
        #expect(!OriginPolicy.same.allows(origin: "https://chat.example", host: nil))
        #expect(OriginPolicy.any.allows(origin: "null", host: nil))
    }

    @Test("an origin that is listed comes in however its letters are written, with its port and scheme")
    func listed() {
        let list = OriginPolicy.list(["https://chat.example:8443"])
        #expect(list.allows(origin: "HTTPS://Chat.Example:8443", host: "api.example"))
        #expect(!list.allows(origin: "http://chat.example:8443", host: "api.example"))
        #expect(!list.allows(origin: "https://chat.example", host: "api.example"))
    }
}
