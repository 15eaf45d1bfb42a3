import ArgumentParser
import Foundation
import RoostAuth
import RoostBench
import RoostServer

/// How a command ends that did not do what was asked: what it says, and the exit code that scripts tell reasons by.
struct Failure {
    private static let usage: Int32 = 2

    private let code: String
    private let message: String
    private let exitCode: Int32

    init(_ error: any Error) {
        switch error {
        case let error as any ClientFacingError:
            (code, message, exitCode) = (error.code, error.message, Self.exitCode(of: error.code))
        case let error as BenchError:
            (code, message, exitCode) = (error.code, "\(error)", Self.exitCode(of: error.code))
        case let error as ExitCode:
            (code, message, exitCode) = ("", "", error.rawValue)
        case is ValidationError:
            (code, message, exitCode) = ("usage", Roost.message(for: error), Self.usage)
        default:
            let status = Roost.exitCode(for: error)
            switch status {
            case .success: (code, message, exitCode) = ("", Roost.fullMessage(for: error), 0)
            case .validationFailure:
                (code, message, exitCode) = ("usage", Self.usageMessage(error), Self.usage)
            default: (code, message, exitCode) = ("failed", "\(error)", 1)
            }
        }
    }

    /// Says it, on standard error unless it was asked for, and ends the process.
    func exit() -> Never {
        if exitCode == 0 {
            print(message)
        } else if !message.isEmpty {
            let text =
                CommandLine.arguments.contains("--json")
                ? Record(["error": .record(Record(["code": .text(code), "message": .text(message)]))]).json
                : "error: \(printable)"
            Output.tell("\(text)\n")
        }
        Foundation.exit(exitCode)
    }

    /// The message, whose lines say nothing to a terminal: they may come from a server.
    private var printable: String {
        message.split(separator: "\n", omittingEmptySubsequences: false).map { Table.printable(String($0)) }
            .joined(separator: "\n")
    }

    private static func exitCode(of code: String) -> Int32 {
        switch code {
        case "no_answer", "no_server", "unreachable": 3
        case "not_found", "not_in_force", "no_data": 4
        case "forbidden", "denied", "outranked", "wrong_credentials", "unauthorized",
            "second_factor_required", "wrong_code", "not_member", "banned", "muted", "locked",
            "read_only", "lockdown":
            5
        case "name_taken", "last_administrator", "last_owner", "conflict", "second_factor_on",
            "second_factor_off", "module_off", "not_running", "archived":
            6
        case "usage": usage
        default: 1
        }
    }

    /// What the parser says, and what was perhaps meant.
    private static func usageMessage(_ error: any Error) -> String {
        let text = Roost.message(for: error)
        guard let typo = Typo(in: Array(CommandLine.arguments.dropFirst())) else {
            let reason = text.hasSuffix(".") ? String(text.dropLast()) : text
            return "\(reason); see '\(Typo.command(in: CommandLine.arguments.dropFirst())) --help'"
        }
        return typo.message
    }
}
