import ArgumentParser
import Configuration
import RoostServer

/// The options that every command on a server's data takes.
struct CommonOptions: ParsableArguments {
    @Option(help: "The configuration file; ./roost.yaml where left out and there.")
    var config: String?
    @Option(help: "The data folder; ./roost-data where left out.")
    var data: String?
    @Option(help: "The folder of the database's migrations.")
    var migrations: String?
    @Flag(help: "Print one JSON object per record, and errors as JSON.")
    var json = false
    @Flag(help: "Say nothing but what was asked for, and that without headings.")
    var quiet = false

    /// How the command prints.
    var console: Console { Console(json: json, quiet: quiet) }

    /// The server's settings, with these and `more` before all others.
    func load(_ more: [AbsoluteConfigKey: ConfigValue] = [:]) async throws -> ServerConfiguration {
        var options = more
        if let data { options["data"] = ConfigValue(.string(data), isSecret: false) }
        if let migrations { options["migrations"] = ConfigValue(.string(migrations), isSecret: false) }
        return try await ServerConfiguration.load(file: config, options: options)
    }
}
