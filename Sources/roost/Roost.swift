import ArgumentParser
import Configuration
import Foundation
import RoostAuth
import RoostBench
import RoostServer

/// The program.
@main
struct Roost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roost",
        abstract: "A self-hosted chat service.",
        version: "0.1.0",
        subcommands: [
            Serve.self, User.self, Role.self, Grant.self, Room.self, Token.self, InvitationCommand.self,
            Audit.self,
            Module.self, Bench.self, Doctor.self,
        ]
    )

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as any ClientFacingError {
            fail(error.message, code: exitCode(of: error))
        } catch let error as BenchError {
            fail("\(error)", code: error.exitCode)
        } catch let error
            where error is CleanExit || error is ExitCode || error is ValidationError
            || exitCode(for: error) != .failure
        {
            exit(withError: error)
        } catch {
            fail("\(error)", code: 1)
        }
    }

    /// The exit code that scripts tell refusals by.
    private static func exitCode(of error: any ClientFacingError) -> Int32 {
        switch error.code {
        case "no_answer", "no_server": 3
        case "not_found": 4
        case "name_taken", "last_administrator", "conflict": 6
        default: 1
        }
    }

    private static func fail(_ message: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("error: \(message)\n".utf8))
        Foundation.exit(code)
    }
}

/// The options that every command takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The configuration file; ./roost.yaml where left out and there.")
    var config: String?
    @Option(help: "The data folder; ./roost-data where left out.")
    var data: String?
    @Option(help: "The folder of the database's migrations.")
    var migrations: String?

    /// The server's settings, with these and `more` before all others.
    func load(_ more: [AbsoluteConfigKey: ConfigValue] = [:]) async throws -> ServerConfiguration {
        var options = more
        if let data { options["data"] = ConfigValue(.string(data), isSecret: false) }
        if let migrations { options["migrations"] = ConfigValue(.string(migrations), isSecret: false) }
        return try await ServerConfiguration.load(file: config, options: options)
    }
}

/// Prints `record` as one line of JSON.
func printJSON(_ record: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(record), as: UTF8.self))
}
