import Testing

@testable import RoostAuth

@Suite("Base64URL: bytes as text")
struct Base64URLTests {
    @Test(
        "the vectors of RFC 4648, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func vectors(plain: String, text: String) {
        #expect(Base64URL.encode(Array(plain.utf8)) == text)
        #expect(Base64URL.decode(text) == Array(plain.utf8))
    }

    @Test("every byte and every length survives")
    func roundTrip() {
        for count in 0..<40 {
            let bytes = [UInt8].random(count: count)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
        #expect(Base64URL.encode([251, 255]) == "-_8")
    }

    @Test(
        "another spelling is refused",
        arguments: ["A", "AAAAA", "Zg==", "Zh", "Zm9", "+/8", "Zg\n", " Zg", "Zäg", "Z\u{0}g"]
    )
    func refuses(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }
}
