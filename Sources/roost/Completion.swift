import ArgumentParser

/// The command `roost completion`.
struct Completion: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what makes a shell complete commands and options.",
        discussion: "Example: source <(roost completion bash)"
    )

    enum Shell: String, CaseIterable, ExpressibleByArgument {
        case bash, zsh, fish
    }

    @Argument(help: "bash, zsh or fish.") var shell: Shell

    func run() {
        print(Roost.completionScript(for: CompletionShell(rawValue: shell.rawValue) ?? .bash))
    }
}
