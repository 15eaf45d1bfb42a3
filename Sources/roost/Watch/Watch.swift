import ArgumentParser
import Foundation
import Glibc
import RoostServer
import UnixSignals

/// The command `roost watch`.
struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch a running server: connections, rooms, messages, modules, and its log.",
        discussion: """
            'q' leaves. Rates are those since the look before. 'delay' is how long the busiest event loop lets work wait. \
            Elsewhere than on a terminal give --once, or --json for an object each time, with totals instead of rates.

            Example: roost watch --interval 5s
            """
    )

    @OptionGroup var common: CommonOptions
    @Option(help: "How long after one look the next one comes.") var interval = Span(seconds: 1)
    @Flag(help: "Look twice, print that, and end.") var once = false

    func validate() throws {
        guard 1...3_600 ~= interval.seconds else {
            throw ValidationError("--interval must be from 1s to 1h.")
        }
        guard once || common.json || isatty(STDOUT_FILENO) == 1 && isatty(STDIN_FILENO) == 1 else {
            throw ValidationError("There is no terminal to watch on: give --once or --json.")
        }
    }

    func run() async throws {
        let administration = Administration(configuration: try await common.load())
        let first = try await Self.look(administration)
        if common.json { return try await printAll(from: first, administration) }
        guard once else { return try await show(first, administration) }
        try await Task.sleep(for: .seconds(interval.seconds))
        let view = WatchView(try await Self.look(administration), since: first)
        print(view.lines(width: 80, height: .max).joined(separator: "\n"))
    }

    private func printAll(from first: Record, _ administration: Administration) async throws {
        var record = first
        while true {
            print(record.json)
            if once { return }
            try await Task.sleep(for: .seconds(interval.seconds))
            record = try await Self.look(administration)
        }
    }

    /// Draws until somebody leaves, or the server ends.
    private func show(_ first: Record, _ administration: Administration) async throws {
        let terminal = FullScreen()
        defer { terminal.leave() }
        var view = WatchView(first, since: nil)
        terminal.draw(view.lines)
        for await moment in moments(of: terminal) {
            switch moment {
            case .end: return
            case .resize: break
            case .tick: view = WatchView(try await Self.look(administration), since: view)
            }
            terminal.draw(view.lines)
        }
    }

    private enum Moment: Sendable { case tick, resize, end }

    /// When to look again, and when to leave.
    private func moments(of terminal: FullScreen) -> AsyncStream<Moment> {
        let interval = Duration.seconds(interval.seconds)
        return AsyncStream { moments in
            let ticking = Task {
                while !Task.isCancelled {
                    try await Task.sleep(for: interval)
                    moments.yield(.tick)
                }
            }
            let listening = Task {
                for await signal in await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup, .sigwinch)
                {
                    moments.yield(signal == .sigwinch ? .resize : .end)
                }
            }
            // Reading waits, so it has a thread of its own, which ends with the process.
            Thread {
                while let key = terminal.key(), !["q", "Q", "\u{3}", "\u{4}"].contains(key) {}
                moments.yield(.end)
            }.start()
            moments.onTermination = { _ in
                ticking.cancel()
                listening.cancel()
            }
        }
    }

    private static func look(_ administration: Administration) async throws -> Record {
        guard let record = try await administration.perform(.glance).first else {
            throw CommandError("failed", "the server told nothing")
        }
        return record
    }
}
