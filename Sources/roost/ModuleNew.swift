import ArgumentParser
import Foundation
import RoostServer

extension Module {
    /// The command `roost module new`.
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a new module, with its test, as a package of its own.",
            discussion: """
                It makes a folder of the module's name, which 'swift build' and 'swift test' take as it is.

                Example: roost module new Calm
                """
        )

        @Argument(help: "The module's name: letters and digits, the first a capital.") var name: String
        @Option(help: "The folder to make it in; the present one where left out.") var folder = "."
        @Option(help: "The folder of RoostKit's sources; that of this program where left out.")
        var kit: String?

        func validate() throws {
            let isName = name.utf8.allSatisfy {
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0
                    || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
            }
            guard isName, name.first?.isUppercase == true, name.utf8.count <= 64 else {
                throw ValidationError(
                    "A module's name has 1 to 64 letters and digits, and begins with a capital, as in 'Calm'."
                )
            }
        }

        func run() throws {
            let root = URL(filePath: folder).appending(path: name)
            guard !FileManager.default.fileExists(atPath: root.path) else {
                throw CommandError(
                    "conflict",
                    "'\(root.path)' is there already: choose another name or folder"
                )
            }
            let kit = try kitFolder()
            do {
                for (path, text) in ModuleSkeleton(name: name, kit: kit).files {
                    let file = root.appending(path: path)
                    let parent = file.deletingLastPathComponent()
                    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
                    try text.write(to: file, atomically: true, encoding: .utf8)
                }
            } catch {
                throw CommandError(
                    "failed",
                    "'\(root.path)' cannot be written: \(error.localizedDescription)"
                )
            }
            print("wrote \(root.path): its README.md says how to go on")
        }

        /// Where RoostKit is: beside an installed program in `sdk`, or in the source tree that the program was built in.
        private func kitFolder() throws -> String {
            let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
                .deletingLastPathComponent()
            let places =
                kit.map { [URL(filePath: $0)] }
                ?? [
                    program.appending(path: "sdk/RoostKit"),
                    program.appending(path: "../../../Sources/RoostKit"),
                ]
            let found = places.map(\.standardized.path).first {
                FileManager.default.fileExists(atPath: "\($0)/Package.swift")
            }
            guard let found else {
                throw CommandError(
                    "not_found",
                    "the sources of RoostKit are not there: name their folder with --kit"
                )
            }
            return found
        }
    }
}
