import RoostKit
import Testing

@testable import RoostAuth

@Suite("UserName: the rules for names")
struct UserNameTests {
    @Test(
        "a name is brought to one form and kept",
        arguments: [
            ("ada", "ada"), ("Ada.Lovelace", "ada.lovelace"), ("7of9", "7of9"), ("a_b-c.", "a_b-c."),
            ("X", "x"),
            ("abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz012345"),
            ("\u{212A}elvin", "kelvin"), ("\u{FF21}\u{FF44}\u{FF41}", "ada"), ("\u{FB01}n", "fin"),
            ("\u{1D41A}\u{1D41D}\u{1D41A}", "ada"),
        ]
    )
    func keeps(text: String, name: String) throws {
        #expect(try UserName.new(text) == UserID(rawValue: name))
    }

    @Test(
        "a text that is no name says why",
        arguments: [
            ("", .length), ("abcdefghijklmnopqrstuvwxyz0123456", .length), ("a b", .character),
            (" ada", .character),
            ("ada\n", .character), ("zoë", .character), ("a/b", .character), ("a:b", .character),
            ("\u{430}da", .character), ("ad\u{3B1}", .character), ("ad\u{131}", .character),
            ("ad\u{0}a", .character), (String(repeating: "\u{1D41A}", count: 33), .length),
            (String(repeating: "\u{FDFA}", count: 100), .length), ("Admin", .reserved), ("r00t", .reserved),
            ("roost", .reserved), ("rnod", .reserved), ("a11", .reserved), ("\u{FF52}oot", .reserved),
            (".ada", .beginning),
            ("_ada", .beginning),
            ("-ada", .beginning), ("system", .reserved), ("Server", .reserved), ("deleted", .reserved),
            ("EVERYONE", .reserved), ("here", .reserved), ("all", .reserved), ("guest", .reserved),
        ] as [(String, UserNameError)]
    )
    func refuses(text: String, error: UserNameError) {
        #expect(throws: error) { try UserName.new(text) }
    }

    @Test("somebody who has a name that was reserved later keeps it")
    func keepsReserved() throws {
        #expect(try UserName.normalized("Admin") == UserID(rawValue: "admin"))
    }
}
