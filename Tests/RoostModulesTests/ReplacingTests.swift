import RoostKit
import RoostStore
import Synchronization
import Testing

@testable import RoostModules

@Suite("Module host: replacing modules that run")
struct ReplacingTests {
    private struct Refusal: Error {}

    private func posted(_ number: Int64) -> MessagePosted {
        MessagePosted(
            message: Message(
                id: "\(number)",
                sequence: number,
                room: RoomID(rawValue: "lobby"),
                author: UserID(rawValue: "ada"),
                text: "hello",
                at: 0
            )
        )
    }

    @Test("what is under way ends in the old version, before that stops; what comes goes to the new one")
    func swaps() async throws {
        let stage = try await Stage()
        let gate = Gate()
        let stopped = Mutex(false)
        await stage.host.start(
            .answering(onStop: { stopped.withLock { $0 = true } }) {
                await gate.pass()
                return stopped.withLock { $0 } ? "too late" : "old"
            },
            as: "Notes"
        )
        async let early = stage.ask()
        await gate.arrived()
        async let replaced: Void = stage.host.start(.answering(version: "2") { "new" }, as: "Notes")
        await stage.log.seen("module started", count: 2)
        #expect(try await stage.ask() == "new")
        gate.open()
        #expect(try await early == "old")
        await replaced
        #expect(stopped.withLock { $0 })
    }

    @Test("a new version that does not start leaves the old one serving", arguments: ["init", "start"])
    func failingVersion(step: String) async throws {
        let stage = try await Stage()
        await stage.host.start(.answering { "old" }, as: "Notes")
        await stage.host.start(
            .notes(
                version: "2",
                declare: { context in
                    context.answer("notes:other", needing: .room(.read)) { (_: WireRequest<[UInt8]>) in [] }
                    if step == "init" { throw Refusal() }
                },
                onStart: { _ in if step == "start" { throw Refusal() } }
            ),
            as: "Notes"
        )
        #expect(await stage.host.states.first == ModuleState(name: "Notes", version: "1.2", status: .on))
        #expect(try await stage.ask() == "old")
        #expect(stage.host.bus.request(named: "notes:other") == nil)
        #expect(await stage.host.reports.first?.figures?.lastError?.contains("Refusal") == true)
    }

    @Test("a new version has failed nowhere: neither what the old one did counts, nor what it still does")
    func failuresOfTheOld() async throws {
        let stage = try await Stage()
        let gate = Gate()
        let waits = Mutex(false)
        let fails = Mutex(true)
        let judging: @Sendable (String) -> ModuleFactory = { version in
            .notes(version: version) { context in
                context.review(MessageProposal.self, ifItFails: .closed, within: .seconds(60)) { _ in
                    if version == "1", waits.withLock({ $0 }) { await gate.pass() }
                    if fails.withLock({ $0 }) { throw Refusal() }
                    return .accept
                }
            }
        }
        let asker = Asker(user: UserID(rawValue: "ada"))
        let proposal = MessageProposal(id: "1", room: RoomID(rawValue: "lobby"), asker: asker, text: "-")
        let failing: @Sendable () async -> Void = {
            await #expect(throws: ModuleUnavailable.self) { try await stage.host.bus.review(proposal) }
        }
        await stage.host.start(judging("1"), as: "Notes")
        for _ in 0..<2 { await failing() }
        waits.withLock { $0 = true }
        async let late: Void = withDiscardingTaskGroup { group in
            for _ in 0..<3 { group.addTask { await failing() } }
        }
        await gate.arrived(3)
        async let replaced: Void = stage.host.start(judging("2"), as: "Notes")
        await stage.log.seen("module started", count: 2)
        for _ in 0..<2 { await failing() }
        fails.withLock { $0 = false }
        #expect(try await stage.host.bus.review(proposal) == proposal)
        fails.withLock { $0 = true }
        gate.open()
        await late
        await replaced
        fails.withLock { $0 = false }
        #expect(try await stage.host.bus.review(proposal) == proposal)
    }

    @Test("no call fails while versions change under load")
    func underLoad() async throws {
        let stage = try await Stage()
        await stage.host.start(.answering { "0" }, as: "Notes")
        let isOver = Mutex(false)
        let asking: @concurrent @Sendable () async throws -> Int = {
            var count = 0
            while !isOver.withLock({ $0 }) {
                _ = try await stage.ask()
                count += 1
            }
            return count
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try await asking() } }
            for version in 1...20 {
                await stage.host.start(.answering(version: "\(version)") { "\(version)" }, as: "Notes")
            }
            isOver.withLock { $0 = true }
            let count = try await group.reduce(0, +)
            #expect(await stage.host.reports.first?.figures?.calls == count)
        }
        #expect(try await stage.ask() == "20")
    }

    @Test("every event is heard once and in order, by one version or the other")
    func events() async throws {
        let stage = try await Stage()
        let (gate, last) = (Gate(), Gate())
        last.open()
        let heard = Mutex<[String]>([])
        let observing: @Sendable (String) -> ModuleFactory = { version in
            .notes(version: version) { context in
                // Longer than this test may take.
                context.observe(MessagePosted.self, within: .seconds(3_600)) { posted in
                    heard.withLock { $0.append("\(version):\(posted.message.id)") }
                    if version == "old" { await gate.pass() }
                    if posted.message.id == "5" { await last.pass() }
                }
            }
        }
        await stage.host.start(observing("old"), as: "Notes")
        for number in 1...3 { stage.host.bus.publish(posted(Int64(number))) }
        await gate.arrived()
        async let replaced: Void = stage.host.start(observing("new"), as: "Notes")
        await stage.log.seen("module started", count: 2)
        for number in 4...5 { stage.host.bus.publish(posted(Int64(number))) }
        gate.open()
        await last.arrived()
        await replaced
        #expect(heard.withLock { $0 } == ["old:1", "new:2", "new:3", "new:4", "new:5"])
    }

    @Test("where too many events wait, those go that the module says", arguments: [true, false])
    func backlog(dropsOldest: Bool) async throws {
        let stage = try await Stage()
        let (gate, last) = (Gate(), Gate())
        last.open()
        let heard = Mutex<[String]>([])
        let final = dropsOldest ? "6" : "4"
        let backlog = EventBacklog(limit: 3, policy: dropsOldest ? .dropOldest : .dropNewest)
        await stage.host.start(
            .notes(backlog: backlog) { context in
                context.observe(MessagePosted.self, within: .seconds(3_600)) { posted in
                    heard.withLock { $0.append(posted.message.id) }
                    await gate.pass()
                    if posted.message.id == final { await last.pass() }
                }
            },
            as: "Notes"
        )
        stage.host.bus.publish(posted(1))
        await gate.arrived()
        for number in 2...6 { stage.host.bus.publish(posted(Int64(number))) }
        let figures = try #require(await stage.host.reports.first?.figures)
        #expect(figures.waitingEvents == 3 && figures.droppedEvents == 2)
        gate.open()
        await last.arrived()
        #expect(heard.withLock { $0 } == (dropsOldest ? ["1", "4", "5", "6"] : ["1", "2", "3", "4"]))
    }

    @Test("a proposal passes the modules in their order; each sees what the one before made of it")
    func proposals() async throws {
        let stage = try await Stage()
        for name in ["a", "b"] {
            await stage.host.start(
                .notes(name: name) { context in
                    context.review(MessageProposal.self, ifItFails: .closed, within: .seconds(60)) {
                        proposal in
                        if proposal.text.contains("forbidden") {
                            return .refuse(RequestError(code: "\(name)_says_no", message: "mind your words"))
                        }
                        let other = RoomID(rawValue: "elsewhere")
                        return .change(
                            MessageProposal(
                                id: "x",
                                room: other,
                                asker: proposal.asker,
                                text: proposal.text + name
                            )
                        )
                    }
                },
                as: name.uppercased()
            )
        }
        let proposal = MessageProposal(
            id: "1",
            room: RoomID(rawValue: "lobby"),
            asker: Asker(user: UserID(rawValue: "ada")),
            text: "-"
        )
        var expected = proposal
        expected.text = "-ab"
        #expect(try await stage.host.bus.review(proposal) == expected)
        await #expect(throws: RequestError(code: "a_says_no", message: "mind your words")) {
            var other = proposal
            other.text = "forbidden"
            return try await stage.host.bus.review(other)
        }
    }

    @Test("enabling, disabling and reloading files is told by name, and by what is wrong")
    func commands() async throws {
        let stage = try await Stage(others: ModuleFolders([]).paths)
        await stage.host.load([])
        await #expect(throws: ModuleCommandError.notFound(name: "Absent")) {
            try await stage.host.enable("Absent")
        }
        await #expect(throws: ModuleCommandError.notFound(name: "../x")) {
            try await stage.host.reload("../x")
        }
        await #expect(throws: ModuleCommandError.notRunning(name: "History")) {
            try await stage.host.reload("History")
        }
        try await stage.host.enable("History")
        #expect(stage.host.bus.recorders.count == 1)
        try stage.write("not a module", as: "History")
        let error = await #expect(throws: ModuleCommandError.self) { try await stage.host.reload("History") }
        #expect(error?.description.contains("its old version goes on") == true)
        #expect(await stage.host.states.first?.status == .on)
        try await stage.host.disable("History")
        #expect(await stage.host.states.first?.status == .off)
        #expect(stage.host.bus.recorders.isEmpty)
    }
}
