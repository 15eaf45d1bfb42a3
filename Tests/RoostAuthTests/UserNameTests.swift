import RoostKit
import Testing

@testable import RoostAuth

@Suite("UserName: the rules for names")
struct UserNameTests {
    @Test(
        "a name is lowered and kept",
        arguments: [
            ("ada", "ada"), ("Ada.Lovelace", "ada.lovelace"), ("7of9", "7of9"), ("a_b-c.", "a_b-c."),
            ("X", "x"),
            ("abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz012345"), ("admin", "admin"),
        ]
    )
    func keeps(text: String, name: String) throws {
        #expect(try UserName.normalized(text) == UserID(rawValue: name))
    }

    @Test(
        "a text that is no name says why",
        arguments: [
            ("", .length), ("abcdefghijklmnopqrstuvwxyz0123456", .length), ("a b", .character),
            (" ada", .character),
            ("ada\n", .character), ("zoë", .character), ("a/b", .character), ("a:b", .character),
            ("\u{212A}elvin", .character), ("ad\u{0}a", .character), (".ada", .beginning),
            ("_ada", .beginning),
            ("-ada", .beginning), ("system", .reserved), ("Server", .reserved), ("deleted", .reserved),
            ("EVERYONE", .reserved), ("here", .reserved), ("all", .reserved), ("guest", .reserved),
        ] as [(String, UserNameError)]
    )
    func refuses(text: String, error: UserNameError) {
        #expect(throws: error) { try UserName.normalized(text) }
    }
}
