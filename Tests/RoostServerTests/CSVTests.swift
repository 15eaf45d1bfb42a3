import RoostServer
import Testing

@Suite("CSV: lines of texts")
struct CSVTests {
    @Test("rows know the line in which they begin, whatever is quoted")
    func rows() throws {
        let rows = try CSV.rows(of: "name,display\r\nada,\"Ada, \"\"the\"\"\nfirst\"\n\nben,\n")
        #expect(rows.map(\.line) == [1, 2, 5])
        #expect(rows.map(\.cells) == [["name", "display"], ["ada", "Ada, \"the\"\nfirst"], ["ben", ""]])
    }

    @Test("a quoted text that does not end is refused with its line")
    func open() {
        let error = #expect(throws: CommandError.self) { try CSV.rows(of: "a\nb,\"c\nd") }
        #expect(error?.message.contains("line 2") == true)
    }

    @Test("what is written is read as it was", arguments: ["", "a", "a,b", "\"", "a\nb", " x "])
    func roundTrip(cell: String) throws {
        #expect(try CSV.rows(of: CSV.line(["x", cell])).first?.cells == ["x", cell])
    }
}

@Suite("Nearest: what was perhaps meant")
struct NearestTests {
    @Test("a letter more, less, wrong or swapped is near; another word is not")
    func near() {
        let known = ["user", "role", "session", "passwords.memory"]
        for typo in ["usr", "usrer", "uxer", "suer", "User"] {
            #expect(nearest(to: typo, in: known) == "user")
        }
        #expect(nearest(to: "password.memroy", in: known) == "passwords.memory")
        #expect(nearest(to: "banana", in: known) == nil)
    }
}
