import ArgumentParser
import RoostServer

/// A word on the command line where a command should be.
struct Typo {
    private let word: String
    private let parents: [String]
    private let known: [String]

    /// The first word of `arguments` that is no command, though it must be one.
    init?(in arguments: [String]) {
        var (command, parents): (any ParsableCommand.Type, [String]) = (Roost.self, ["roost"])
        for word in arguments {
            let subcommands = Self.subcommands(of: command)
            guard !subcommands.isEmpty, !word.hasPrefix("-") else { return nil }
            guard let next = subcommands.first(where: { Self.names(of: $0).contains(word) }) else {
                (self.word, self.parents) = (word, parents)
                known = subcommands.compactMap { Self.names(of: $0).first }
                return
            }
            command = next
            parents.append(word)
        }
        return nil
    }

    var message: String {
        let path = parents.joined(separator: " ")
        let text = "there is no command '\(path) \(word)'"
        guard let near = nearest(to: word, in: known) else {
            return "\(text): \(path) has \(known.joined(separator: ", "))"
        }
        return "\(text): did you mean '\(path) \(near)'?"
    }

    /// The command that `arguments` name, as far as they name one.
    static func command(in arguments: some Sequence<String>) -> String {
        var (command, path): (any ParsableCommand.Type, [String]) = (Roost.self, ["roost"])
        for word in arguments {
            guard let next = subcommands(of: command).first(where: { names(of: $0).contains(word) }) else {
                break
            }
            command = next
            path.append(word)
        }
        return path.joined(separator: " ")
    }

    private static func subcommands(of command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
        command.configuration.subcommands
    }

    private static func names(of command: any ParsableCommand.Type) -> [String] {
        [command._commandName] + command.configuration.aliases
    }
}
