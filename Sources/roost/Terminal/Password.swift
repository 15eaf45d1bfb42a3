import ArgumentParser
import Foundation
import Glibc
import RoostServer

/// Where a password comes from: never from the command line, which others can see.
enum Password {
    // How the terminal was: written before there is a handler that reads it, on the same thread.
    nonisolated(unsafe) private static var shown = termios()

    /// The password that the person types, unseen, or the first line of standard input.
    static func read(_ prompt: String = "Password", isNew: Bool = false) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return try line() }
        let password = try typed(prompt)
        guard try !isNew || typed("The same again") == password else {
            throw CommandError("mismatch", "the two passwords differ; nothing was changed")
        }
        return password
    }

    /// The first line of the file at `path`.
    static func read(file path: String) throws -> String {
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return String(text.prefix { !$0.isNewline })
        } catch {
            throw CommandError("failed", "the password file '\(path)' cannot be read as UTF-8")
        }
    }

    /// Twenty letters and digits by chance, in groups: a hundred bits.
    static func generated() -> String {
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        var random = SystemRandomNumberGenerator()
        let groups = (0..<4).map { _ in
            String((0..<5).compactMap { _ in letters.randomElement(using: &random) })
        }
        return groups.joined(separator: "-")
    }

    private static func typed(_ prompt: String) throws(CommandError) -> String {
        Output.tell("\(prompt): ")
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        // Who gives up with Ctrl-C sees again what they type.
        signal(SIGINT) { number in
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &Password.shown)
            signal(number, SIG_DFL)
            raise(number)
        }
        defer {
            signal(SIGINT, SIG_DFL)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            Output.tell("\n")
        }
        return try line()
    }

    /// The first line of standard input; nothing where there is none.
    private static func line() throws(CommandError) -> String {
        let line = readLine() ?? ""
        // It takes the place of bytes that are no text, which nobody could type again.
        guard !line.unicodeScalars.contains("\u{FFFD}") else {
            throw CommandError("bad_request", "the password is not UTF-8")
        }
        return line
    }
}

/// The options of commands that set a password.
struct NewPassword: ParsableArguments {
    @Option(help: "Read the password from the first line of this file.") var passwordFile: String?
    @Flag(help: "Make a password up, and print it.") var generate = false

    func validate() throws {
        if passwordFile != nil, generate {
            throw ValidationError("--password-file and --generate exclude each other.")
        }
    }

    /// The password, which `generate` also prints.
    func read() throws -> String {
        if let passwordFile { return try Password.read(file: passwordFile) }
        guard generate else { return try Password.read(isNew: true) }
        return Password.generated()
    }
}

/// A command that sets a password.
protocol PasswordVerb: Verb {
    var newPassword: NewPassword { get }
    func command(password: String) -> RoostServer.Command
}

extension PasswordVerb {
    func command() throws -> RoostServer.Command { command(password: try newPassword.read()) }

    func run() async throws {
        let password = try newPassword.read()
        let records = try await perform(command(password: password))
        guard newPassword.generate else { return show(records) }
        show(records.map { $0.adding("password", .text(password)) })
        if !common.json { print(password) }
    }
}
