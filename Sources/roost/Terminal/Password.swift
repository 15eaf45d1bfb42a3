import ArgumentParser
import Foundation
import Glibc
import RoostServer

/// Where a password comes from: never from the command line, which others can see.
enum Password {
    /// The password that the person types, unseen, or the first line of standard input.
    static func read(_ prompt: String = "Password", isNew: Bool = false) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else { return readLine() ?? "" }
        let password = typed(prompt)
        guard !isNew || typed("The same again") == password else {
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

    /// Twenty letters and digits by chance, in groups: more than a hundred bits less three.
    static func generated() -> String {
        let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
        var random = SystemRandomNumberGenerator()
        let groups = (0..<4).map { _ in
            String((0..<5).compactMap { _ in letters.randomElement(using: &random) })
        }
        return groups.joined(separator: "-")
    }

    private static func typed(_ prompt: String) -> String {
        FileHandle.standardError.write(Data("\(prompt): ".utf8))
        var shown = termios()
        tcgetattr(STDIN_FILENO, &shown)
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden)
        defer {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return readLine() ?? ""
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
