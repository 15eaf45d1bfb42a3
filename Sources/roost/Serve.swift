import ArgumentParser
import Configuration
import Logging
import RoostServer

/// The command `roost serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run the server until Ctrl-C.")

    @OptionGroup var common: CommonOptions
    @Option(help: "The address to listen on; 127.0.0.1 where left out.")
    var host: String?
    @Option(help: "The port to listen on; 8080 where left out.")
    var port: Int?
    @Option(help: "The folder of the web client.")
    var web: String?

    func run() async throws {
        var options: [AbsoluteConfigKey: ConfigValue] = [:]
        if let host { options["host"] = ConfigValue(.string(host), isSecret: false) }
        if let port { options["port"] = ConfigValue(.int(port), isSecret: false) }
        if let web { options["web"] = ConfigValue(.string(web), isSecret: false) }
        var logger = Logger(label: "roost") { label in StreamLogHandler.standardError(label: label) }
        logger.logLevel = .warning
        try await Server(configuration: try await common.load(options), logger: logger).run()
    }
}
