import Testing

@testable import RoostAuth

@Suite("bcrypt")
struct BcryptTests {
    // Made by Debian's libcrypt of "correct horse".
    private let hash = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e"

    @Test("only the password opens it")
    func onlyThePassword() {
        #expect(Bcrypt.verify(Array("correct horse".utf8), against: hash) == true)
        // Many, so that a comparison which takes some differences for none is caught.
        for number in 0..<1_000 {
            #expect(Bcrypt.verify(Array("wrong\(number)".utf8), against: hash) == false)
        }
    }
}
