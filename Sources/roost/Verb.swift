import ArgumentParser
import Glibc
import RoostServer

/// A command on a server's data: what it asks for, and how that is told to people.
protocol Verb: AsyncParsableCommand {
    var common: CommonOptions { get }
    /// What is to be done; where a password is needed this asks for it.
    func command() throws -> RoostServer.Command
    /// Tells people what came of it.
    func tell(_ records: [Record], on console: Console)
    /// Prints what came of it, for programs or for people.
    func show(_ records: [Record])
}

extension Verb {
    func run() async throws {
        show(try await perform(command()))
    }

    /// What comes of `command`.
    func perform(_ command: RoostServer.Command) async throws -> [Record] {
        try await Administration(configuration: try await common.load()).perform(command)
    }

    func show(_ records: [Record]) {
        if common.json { common.console.printJSON(records) } else { tell(records, on: common.console) }
    }
}

/// A command that changes something, of which one line tells.
protocol Change: Verb {
    /// What was done; `sessions` is how many it reached.
    func report(_ sessions: String) -> String
}

extension Change {
    func tell(_ records: [Record], on console: Console) {
        for record in records { console.say(report(record["sessions"].text)) }
    }
}

/// A change that cannot be taken back: it asks before, and can be tried without effect.
protocol DangerousChange: Change {
    var consent: Consent { get }
    /// What is asked before, such as `Delete ada for good?`.
    var question: String { get }
    /// What finds out whether it could be done, and tells what would be gone.
    var preview: RoostServer.Command { get }
}

extension DangerousChange {
    func run() async throws {
        guard consent.dryRun else {
            try consent.ask(question)
            return show(try await perform(command()))
        }
        let records = try await perform(preview)
        if common.json { return common.console.printJSON(records) }
        common.console.say("nothing was changed; this would be:")
        for record in records { common.console.detail(record) }
    }
}

/// Whether somebody wants what cannot be taken back.
struct Consent: ParsableArguments {
    @Flag(help: "Do not ask: do it.") var yes = false
    @Flag(help: "Show what it would be about, and change nothing.") var dryRun = false

    /// Asks on a terminal.
    /// - Throws: `ValidationError` where nobody can be asked, or the answer is no.
    func ask(_ question: String) throws {
        guard !yes else { return }
        guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else {
            throw ValidationError("\(question) Give --yes where nobody can be asked.")
        }
        Output.tell("\(question) [y/N] ")
        guard ["y", "yes"].contains(readLine()?.lowercased() ?? "") else {
            throw CommandError("declined", "nothing was changed")
        }
    }
}
