import ArgumentParser
import RoostServer

/// The command `roost version`.
struct Version: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the version.",
        discussion: "Example: roost version --json"
    )

    /// The version of this program.
    static let text = "0.1.0"

    @Flag(help: "Print one JSON object.") var json = false

    func run() {
        print(json ? Record(["version": .text(Self.text)]).json : "roost \(Self.text)")
    }
}
