import Foundation
import RoostKit
import Synchronization
import Testing

@testable import RoostModules
@testable import RoostStore

@Suite("Module host: containing what misbehaves")
struct ContainmentTests {
    private struct Failure: Error {}

    private let proposal = MessageProposal(
        id: "1",
        room: RoomID(rawValue: "lobby"),
        asker: Asker(user: UserID(rawValue: "ada")),
        text: "hello"
    )

    @Test("all of a module runs on one thread, which is not that of others")
    func ownThread() async throws {
        let stage = try await Stage()
        let threads = Mutex<Set<String>>([])
        let note: @Sendable () -> Void = { threads.withLock { _ = $0.insert(Thread.current.name ?? "") } }
        await stage.host.start(
            .answering(onStart: { _ in note() }, onStop: { note() }) {
                note()
                await Task.yield()
                note()
                return "me"
            },
            as: "Notes"
        )
        _ = try await stage.ask()
        try await stage.host.disable("Notes")
        #expect(threads.withLock { $0 } == ["mod:Notes"])
    }

    @Test("a call that is late is refused, and cancelled; one that hangs for good as well")
    func late() async throws {
        let stage = try await Stage()
        let cancelled = Gate()
        await stage.host.start(
            .answering(within: .milliseconds(20)) {
                await withTaskCancellationHandler {
                    await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
                } onCancel: {
                    Task { await cancelled.pass() }
                }
                return ""
            },
            as: "Notes"
        )
        await #expect(throws: ModuleUnavailable.late) { try await stage.ask() }
        await cancelled.arrived()
        cancelled.open()
        #expect(await stage.host.reports.first?.figures?.late == 1)
    }

    @Test("three failures of one part in a row switch a module off, a success in between does not")
    func breaker() async throws {
        let stage = try await Stage()
        let fails = Mutex(true)
        await stage.host.start(
            .notes { context in
                // Nothing of this is late, however busy the machine is.
                context.review(MessageProposal.self, ifItFails: .closed, within: .seconds(60)) { _ in
                    if fails.withLock({ $0 }) { throw Failure() }
                    return .accept
                }
                context.review(JoinProposal.self, ifItFails: .closed, within: .seconds(60)) { _ in .accept }
            },
            as: "Notes"
        )
        let (bus, join) = (stage.host.bus, JoinProposal(room: proposal.room, asker: proposal.asker))
        for _ in 0..<2 { await #expect(throws: ModuleUnavailable.self) { try await bus.review(proposal) } }
        fails.withLock { $0 = false }
        _ = try await bus.review(proposal)
        fails.withLock { $0 = true }
        for _ in 0..<3 {
            // Another part works all the time.
            #expect(try await bus.review(join) == join)
            await #expect(throws: ModuleUnavailable.self) { try await bus.review(proposal) }
        }
        await #expect(throws: ModuleUnavailable.off) { try await bus.review(join) }
        let reason = try #require(await stage.reason("Notes"))
        #expect(reason.contains("3 times in a row (Failure())"))
        let figures = try #require(await stage.host.reports.first?.figures)
        #expect(figures.calls == 9 && figures.failures == 5 && figures.lastError == "Failure()")
    }

    @Test("an error that a client may provoke is counted, and does not switch the module off")
    func provoked() async throws {
        let stage = try await Stage()
        await stage.host.start(.answering { throw Failure() }, as: "Notes")
        for _ in 0..<10 { await #expect(throws: Failure.self) { try await stage.ask() } }
        #expect(await stage.reason("Notes") == nil)
        #expect(await stage.host.reports.first?.figures?.failures == 10)
    }

    @Test(
        "a page with a status that HTTP does not have is not sent",
        arguments: [Int.min, 0, 101, 199, 600, Int.max]
    )
    func status(status: Int) async throws {
        let stage = try await Stage()
        await stage.host.start(
            .notes { $0.serve("GET", "", needing: nil) { _ in HTTPReply(status: status, body: []) } },
            as: "Notes"
        )
        let route = try #require(stage.host.bus.route(of: "notes", method: "GET", path: ""))
        let call = HTTPCall(method: "GET", path: "", query: [:], body: [], asker: nil)
        await #expect(throws: NoStatus.self) { try await route.reply(to: call) }
    }

    @Test("a page that is larger than a page may be is not sent", arguments: [false, true])
    func pageSize(isTooLarge: Bool) async throws {
        let stage = try await Stage()
        let body = [UInt8](repeating: 0x61, count: Limits.pageBytes + (isTooLarge ? 1 : 0))
        await stage.host.start(
            .notes { $0.serve("GET", "", needing: nil) { _ in HTTPReply(status: 200, body: body) } },
            as: "Notes"
        )
        let route = try #require(stage.host.bus.route(of: "notes", method: "GET", path: ""))
        let call = HTTPCall(method: "GET", path: "", query: [:], body: [], asker: nil)
        if isTooLarge {
            await #expect(throws: PageTooLarge.self) { try await route.reply(to: call).body.count }
        } else {
            #expect(try await route.reply(to: call).body.count == body.count)
        }
    }

    @Test("a module that says too much is heard in part")
    func talkative() async throws {
        let stage = try await Stage()
        await stage.host.start(
            .notes(onStart: { context in
                for _ in 0..<10_000 { context.log(.info, "and another thing", [:]) }
            }),
            as: "Notes"
        )
        // So many at once, and a few more each second, however long it took.
        #expect(100..<5_000 ~= stage.log.count(of: "and another thing"))
    }

    @Test("a request that waits for something is late, and does not switch the module off")
    func waits() async throws {
        let stage = try await Stage()
        await stage.host.start(
            .answering(within: .milliseconds(20)) {
                // It ends by being cancelled, which throws.
                try? await Task.sleep(for: .seconds(3_600))
                return ""
            },
            as: "Notes"
        )
        for _ in 0..<5 { await #expect(throws: ModuleUnavailable.late) { try await stage.ask() } }
        #expect(await stage.reason("Notes") == nil)
        #expect(await stage.host.reports.first?.figures?.late == 5)
    }

    @Test("a refusal, and what the database fails at, are no failures of the module")
    func noFailures() async throws {
        let stage = try await Stage()
        let store = stage.store
        let refuses = Mutex(true)
        await stage.host.start(
            .answering {
                if refuses.withLock({ $0 }) { throw RequestError(code: "no", message: "not today") }
                _ = try await store.read(Statement("SELECT text FROM nowhere"))
                return ""
            },
            as: "Notes"
        )
        for _ in 0..<5 { await #expect(throws: RequestError.self) { try await stage.ask() } }
        refuses.withLock { $0 = false }
        for _ in 0..<5 { await #expect(throws: StoreError.self) { try await stage.ask() } }
        #expect(await stage.reason("Notes") == nil)
    }

    @Test("being late because of the database is no failure of the module")
    func lateInStore() async throws {
        let stage = try await Stage()
        let limit = Duration.milliseconds(30)
        await stage.host.start(
            .notes { context in
                context.answer("notes:list", needing: .room(.read), within: limit) {
                    (_: WireRequest<[UInt8]>) in
                    try await context.store.write([Statement("DELETE FROM notes_note")])
                    return []
                }
            },
            as: "Notes"
        )
        let (isHeld, isOver) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        async let writing: Void = stage.store.writer.commit { _ in
            isHeld.signal()
            isOver.wait()
        }
        await withCheckedContinuation { held in
            Thread {
                isHeld.wait()
                held.resume()
            }.start()
        }
        for _ in 0..<5 { await #expect(throws: ModuleUnavailable.late) { try await stage.ask() } }
        #expect(await stage.reason("Notes") == nil)
        isOver.signal()
        try await writing
    }

    @Test("a module that keeps its thread busy is switched off, and holds nobody up")
    func spins() async throws {
        let stage = try await Stage()
        let isOver = Atomic(false)
        defer { isOver.store(true, ordering: .relaxed) }
        await withUnsafeSpin(isOver: { isOver.load(ordering: .relaxed) }) { spin in
            await stage.host.start(.answering(within: .milliseconds(20), reply: spin), as: "Notes")
            // A machine with much else to do finds out later what its thread does.
            var refusal: ModuleUnavailable? = .late
            while refusal == .late {
                refusal = await #expect(throws: ModuleUnavailable.self) { try await stage.ask() }
            }
            #expect(refusal == .off)
            await stage.host.start(.answering { "another" }, as: "Notes")
            #expect(await (try? stage.ask()) == "another")
        }
    }

    @Test(
        "a proposal that can do without a module does not wait for it while other work keeps its thread busy"
    )
    func skipsBusy() async throws {
        let stage = try await Stage()
        let isOver = Atomic(false)
        let (spinning, begins) = AsyncStream<Void>.makeStream()
        await stage.host.start(
            .notes { context in
                context.answer("notes:list", needing: .room(.read)) { (_: WireRequest<[UInt8]>) in
                    begins.finish()
                    while !isOver.load(ordering: .relaxed) {}
                    return Array(#"{"by":"me"}"#.utf8)
                }
                // Longer than this test may take.
                context.review(MessageProposal.self, ifItFails: .open, within: .seconds(3_600)) { proposal in
                    var changed = proposal
                    changed.text = "changed"
                    return .change(changed)
                }
            },
            as: "Notes"
        )
        #expect(try await stage.host.bus.review(proposal).text == "changed")
        async let answer = stage.ask()
        for await _ in spinning {}
        // One finds it out, the others know.
        for _ in 0..<5 { #expect(try await stage.host.bus.review(proposal) == proposal) }
        isOver.store(true, ordering: .relaxed)
        #expect(try await answer == "me")
        // The answer may be here before the work that gave it has let go of the thread, which the next work waits for.
        #expect(try await stage.ask() == "me")
        #expect(try await stage.host.bus.review(proposal).text == "changed")
        #expect(await stage.reason("Notes") == nil)
    }

    @Test(
        "where a module fails, a proposal goes on or is refused, as the module says",
        arguments: [true, false]
    )
    func failureMode(isOpen: Bool) async throws {
        let stage = try await Stage()
        await stage.host.start(
            .notes { context in
                let mode = isOpen ? FailureMode.open : .closed
                context.review(MessageProposal.self, ifItFails: mode, within: .seconds(60)) { _ in
                    throw Failure()
                }
            },
            as: "Notes"
        )
        // The last ones find the module switched off.
        for _ in 0..<5 {
            if isOpen {
                #expect(try await stage.host.bus.review(proposal) == proposal)
            } else {
                await #expect(throws: ModuleUnavailable.self) { try await stage.host.bus.review(proposal) }
            }
        }
        #expect(await stage.reason("Notes") != nil)
        // A change of another module leaves it so; the operator ends it.
        await stage.host.start(.notes(name: "other"), as: "Other")
        #expect(stage.host.bus.reviews(MessageProposal.self))
        try await stage.host.disable("Notes")
        #expect(try await stage.host.bus.review(proposal) == proposal)
    }

    @Test("a recorder that was switched off after failures keeps messages from being acknowledged")
    func recorder() async throws {
        struct Broken: Recorder {
            func statements(recording entries: [RoomEntry]) throws -> [Statement] { throw Failure() }
            @concurrent
            func earlier(_ keys: [MessageKey]) async throws -> [Message] { [] }
            @concurrent
            func entries(of room: RoomID, after sequence: Int64, limit: Int) async throws -> [RoomEntry] {
                []
            }
        }
        let stage = try await Stage()
        await stage.host.start(.notes { $0.record(with: Broken()) }, as: "Notes")
        for _ in 0..<5 {
            let recorder = try #require(stage.host.bus.recorders.first)
            await #expect(throws: (any Error).self) { try await recorder.statements(recording: []) }
        }
        #expect(await stage.reason("Notes") != nil)
        #expect(stage.host.bus.recorders.count == 1)
    }

    @Test("background work is bounded, and is cancelled with its module")
    func tasks() async throws {
        let stage = try await Stage()
        let begun = Mutex(0)
        let kept = Mutex<(any ModuleContext)?>(nil)
        let ended = Gate()
        ended.open()
        await stage.host.start(
            .notes(onStart: { context in
                kept.withLock { $0 = context }
                for _ in 0..<150 {
                    let isBegun = context.spawn {
                        // It ends by being cancelled, which throws.
                        try? await Task.sleep(for: .seconds(3_600))
                        await ended.pass()
                    }
                    if isBegun { begun.withLock { $0 += 1 } }
                }
            }),
            as: "Notes"
        )
        #expect(begun.withLock { $0 } == 100)
        #expect(await stage.host.reports.first?.figures?.tasks == 100)
        try await stage.host.disable("Notes")
        await ended.arrived(100)
        let context = try #require(kept.withLock { $0 })
        #expect(!context.spawn {}, "nothing begins once the module has ended")
    }

    private func withUnsafeSpin(
        isOver: @escaping @Sendable () -> Bool,
        _ body: (@escaping @concurrent @Sendable () async throws -> String) async -> Void
    ) async {
        await body {
            while !isOver() {}
            return ""
        }
    }
}
