import ArgumentParser
import Foundation
import RoostServer

extension History {
    struct Sweep: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove at once what the rules do not keep, and what deleted rooms have left.",
            discussion: """
                The server does so by itself, as often as 'modules.history.sweep-every' says, by 'retention-days', \
                'retention-messages' and the rules of rooms. What is under a legal hold stays. The server must run, with the \
                module History.

                Example: roost history sweep
                """
        )

        @OptionGroup var common: CommonOptions

        func run() async throws {
            let removed = try await sweep(by: Administration(configuration: try await common.load()))
            let record = Record(["removed": .number(Int64(removed))])
            if common.json { return common.console.printJSON([record]) }
            common.console.say("messages removed: \(removed)")
        }

        /// Does one part after the other, and answers how many messages they removed.
        private func sweep(by administration: Administration) async throws -> Int {
            let progress = ProgressLine()
            defer { progress.end() }
            var removed = 0
            var place: Record? = Record([:])
            while let payload = place?.json {
                let question = ModuleQuestion("history:sweep", json: Data(payload.utf8))
                let part = try await administration.perform(.request(question)).first
                removed += part.flatMap { Int($0["removed"].text) } ?? 0
                place = if case .record(let next)? = part?["next"] { next } else { nil }
                progress.show("removing: \(removed) messages")
            }
            return removed
        }
    }
}
