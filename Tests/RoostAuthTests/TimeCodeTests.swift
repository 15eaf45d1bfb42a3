import Testing

@testable import RoostAuth

@Suite("TimeCode: the codes of authenticator apps")
struct TimeCodeTests {
    private let secret = Array("12345678901234567890".utf8)

    @Test(
        "the test vectors of RFC 6238, appendix B",
        arguments: [
            (59, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"), (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ] as [(Int64, String)]
    )
    func vectors(seconds: Int64, code: String) {
        let step = TimeCode.step(at: seconds * 1000)
        #expect(TimeCode.text(secret: secret, step: step, digitCount: 8) == code)
        #expect(TimeCode.text(secret: secret, step: step) == String(code.suffix(6)))
    }

    @Test("the code before and the one after are taken, others are not")
    func neighbours() {
        for distance in Int64(-3)...3 {
            let code = TimeCode.text(secret: secret, step: 1000 + distance)
            let step = TimeCode.step(of: code, secret: secret, at: 1000 * 30_000 + 15_000)
            #expect(step == (abs(distance) <= 1 ? 1000 + distance : nil))
        }
    }

    @Test("no code but the three right ones is taken")
    func others() {
        let right = (Int64(999)...1001).map { TimeCode.text(secret: secret, step: $0) }
        for number in stride(from: 0, to: 1_000_000, by: 397) {
            let text = String(String(1_000_000 + number).dropFirst())
            let step = TimeCode.step(of: text, secret: secret, at: 1000 * 30_000)
            #expect((step != nil) == right.contains(text))
        }
    }

    @Test("what has not six digits is no code", arguments: ["", "1", "12345", "1234567", "abcdef", "１２３４５６"])
    func malformed(text: String) {
        #expect(TimeCode.step(of: text, secret: secret, at: 0) == nil)
    }

    @Test(
        "the test vectors of RFC 4648, without padding",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
        ]
    )
    func base32(text: String, encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
    }

    @Test("a recovery code is recognised however it is typed")
    func recovery() {
        let code = RecoveryCode.random()
        #expect(code.text.count == 19)
        let typed = ["\(code.text)", code.text.uppercased(), code.text.replacing("-", with: " ")]
        #expect(typed.allSatisfy { RecoveryCode(typed: $0).digest == code.digest })
        #expect(RecoveryCode.random().digest != code.digest)
    }
}
