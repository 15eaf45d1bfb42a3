import Glibc
import RoostKit
import Testing

@testable import Moderation

@Suite("Moderation: filters")
struct FilterTests {
    private static let lobby = RoomID(rawValue: "lobby")
    /// The host's deadline, for the thread's time on a processor: a busy machine makes no difference.
    private static let deadline = Duration.milliseconds(250)

    /// How long this thread is on a processor for `work`.
    private func cost(of work: () throws -> Void) rethrows -> Duration {
        func now() -> Duration {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
        let start = now()
        try work()
        return now() - start
    }

    private func judge(_ text: String, _ rules: FilterRule..., room: RoomID = lobby) -> FilterSet.Finding {
        FilterSet(rules).judge(text, in: room)
    }

    @Test(
        "a word matches as its stars say, and never within another word",
        arguments: [
            ("bad", "this is bad.", "this is ***."), ("bad", "badly abad bad_", "badly abad bad_"),
            ("bad*", "badly bad abad", "***** *** abad"), ("*bad", "abad bad badly", "**** *** badly"),
            ("*bad*", "xbadx b ad", "***** b ad"), ("ba*d", "bad band brand ba d", "*** **** brand ba d"),
            ("buy now", "Buy now, or buy  now", "*** ***, or buy  now"),
            ("bad", "BAD Bad ｂａｄ b\u{200b}ad 𝐛𝐚𝐝", "*** *** *** **** ***"), ("übel", "U\u{308}BEL", "****"),
            ("ax*b*c", "axbxc axb c axbc", "***** axb c ****"),
        ]
    )
    func words(pattern: String, text: String, masked: String) {
        let finding = judge(text, .stub(.word, pattern, .mask))
        #expect(finding == (text == masked ? .accept : .mask(masked)))
    }

    @Test("words that end in one another are all found")
    func suffixes() throws {
        let patterns = try ["*he*", "*she*", "*his*", "*hers*"].map { try WordPattern($0) }
        var budget = WorkBudget()
        let found = WordAutomaton(patterns).matches(in: FoldedText("ushers"), budget: &budget)
        #expect(found.map(\.pattern) == [1, 0, 3])
    }

    @Test("the strictest rule that a text breaks counts, and a rule of another room does not")
    func strictest() {
        let rules: [FilterRule] = [
            .stub(.word, "mild", .mask, id: 1), .stub(.word, "odd", .hold, id: 2),
            .stub(.word, "evil", .refuse, id: 3),
            .stub(.word, "there", .refuse, id: 4, room: "den"),
        ]
        let filters = FilterSet(rules)
        #expect(filters.judge("mild, there", in: Self.lobby) == .mask("****, there"))
        #expect(filters.judge("mild and odd", in: Self.lobby) == .hold(rule: 2))
        #expect(filters.judge("mild, odd, evil", in: Self.lobby) == .refuse(rule: 3))
        #expect(filters.judge("there", in: RoomID(rawValue: "den")) == .refuse(rule: 4))
    }

    @Test(
        "a link is known by its host, whatever is around it",
        arguments: [
            ("https://evil.example/x", true), ("see http://www.Evil.example.", true), ("evil.example", true),
            ("https://good.example@evil.example/", true), ("(http://evil.example:8080/?q)", true),
            ("https://evil.example.good.example", false), ("https://notevil.example", false),
            ("https://good.example/evil.example", false), ("me@evil.example", false),
            ("ｈｔｔｐ://ｅｖｉｌ.example", true),
        ]
    )
    func links(text: String, isHit: Bool) {
        #expect(judge(text, .stub(.link, "evil.example", .refuse)) == (isHit ? .refuse(rule: 1) : .accept))
    }

    @Test("an allowed domain goes through a rule against all links")
    func allowed() {
        let filters = FilterSet([
            .stub(.link, "*", .refuse, id: 1), .stub(.link, "good.example", .allow, id: 2),
        ])
        #expect(filters.judge("http://docs.good.example/a", in: Self.lobby) == .accept)
        #expect(filters.judge("http://other.example", in: Self.lobby) == .refuse(rule: 1))
        #expect(filters.judge("e.g. this, v1.2.3", in: Self.lobby) == .accept)
    }

    @Test("an expression finds what it says, in any case")
    func expressions() {
        #expect(
            judge("call 0900-1234 X", .stub(.expression, #"\b0900-\d+ x\b"#, .mask))
                == .mask("call ********* *")
        )
        #expect(judge("nothing", .stub(.expression, "x*", .refuse)) == .accept)
        let broken = FilterSet([.stub(.expression, "(", .refuse), .stub(.expression, #"\C"#, .refuse, id: 2)])
            .broken
        #expect(broken.map(\.rule.id) == [1, 2])
    }

    @Test(
        "an expression that would take for ever is refused in time, and only where it is tried in vain",
        arguments: ["^(a+)+$", "(a|a)*b$", "(x+x+)+y", "(.*)*(.*)*(.*)*!", #"(a{0,500}){0,500}b"#]
    )
    func hostileExpressions(pattern: String) {
        let filters = FilterSet([.stub(.expression, pattern, .refuse)])
        let text = String(repeating: "a", count: 4000) + String(repeating: "x", count: 4000)
        #expect(cost { _ = filters.judge(text, in: Self.lobby) } < Self.deadline)
        #expect(filters.judge("hello", in: Self.lobby) == .accept)
    }

    @Test("all the hostile expressions that there may be do not hold up a text beyond the deadline")
    func manyHostileExpressions() {
        let rules = (0..<FilterRule.Kind.expression.limit(isServer: true)).map {
            FilterRule.stub(.expression, "^(a+)+\($0)$", .allow, id: Int64($0))
        }
        let filters = FilterSet(rules)
        let text = String(repeating: "a", count: 8192)
        #expect(cost { _ = filters.judge(text, in: Self.lobby) } < Self.deadline)
    }

    @Test("a hundred thousand words are looked for within the deadline, hostile ones, too")
    func manyWords() {
        let words = (0..<FilterRule.Kind.word.limit(isServer: true)).map { number in
            FilterRule.stub(
                .word,
                number % 2 == 0 ? "word\(number)" : "*ab*c\(number)*",
                .refuse,
                id: Int64(number)
            )
        }
        let filters = FilterSet(words)
        let text = String(repeating: "nothing to see here ", count: 400)
        for text in [text, String(repeating: "a", count: 8192), String(repeating: "ab ", count: 2700)] {
            #expect(cost { _ = filters.judge(text, in: Self.lobby) } < Self.deadline)
        }
        #expect(filters.judge("it is Word4242", in: Self.lobby) == .refuse(rule: 4242))
    }

    @Test("what one room looks for costs the messages of other rooms nothing")
    func otherRooms() {
        let words = (0..<20_000).map {
            FilterRule.stub(.word, "aa*\($0)", .refuse, id: Int64($0), room: "den")
        }
        let filters = FilterSet(words)
        let text = String(repeating: "aa ", count: 2700)
        #expect(filters.judge(text, in: RoomID(rawValue: "den")) == .tooMuch)
        #expect(filters.judge(text, in: Self.lobby, budget: WorkBudget(steps: 0)) == .accept)
    }

    @Test(
        "a filter for links is a domain, or what one copies from where one sees it",
        arguments: [
            ("*", "*"), ("Evil.Example", "evil.example"), ("https://evil.example/x?y", "evil.example"),
            ("xyz", "xyz"), ("http://localhost:8080", "localhost"),
        ]
    )
    func linkPatterns(pattern: String, host: String) throws {
        #expect(try Link.pattern(pattern) == host)
    }

    @Test(
        "a filter for links that no link fits is refused",
        arguments: ["", "evil.example good.example", "*.evil.example", "me@evil.example", "e v", "a/b"]
    )
    func badLinkPatterns(pattern: String) {
        #expect(throws: FilterError.self) { try Link.pattern(pattern) }
    }

    @Test(
        "a pattern that cannot work is refused",
        arguments: ["", "*", "a", "a*", "a*00001", "*a*bc", "*****ab", String(repeating: "x", count: 65)]
    )
    func badPatterns(pattern: String) {
        #expect(throws: FilterError.self) { try WordPattern(pattern) }
    }
}

extension FilterRule {
    static func stub(_ kind: Kind, _ pattern: String, _ verdict: Verdict, id: Int64 = 1, room: String? = nil)
        -> Self
    {
        FilterRule(id: id, kind: kind, pattern: pattern, verdict: verdict, room: room.map(RoomID.init))
    }
}
