import ArgumentParser
import Configuration
import Logging
import RoostServer

/// The command `roost serve`.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server until Ctrl-C.",
        discussion: """
            At SIGHUP it reads the settings again, and logs what changed and what needs a restart.

            Example: roost serve --data /var/lib/roost
            """
    )

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
        Server.sizeEventLoops()
        LoggingSystem.bootstrap(ServerLog.init)
        let (common, settings) = (common, options)
        let configuration = try await common.load(settings)
        ServerLog.setLevel(configuration.logLevel)
        let logger = Logger(label: "roost")
        for line in ServerConfiguration.unknownVariables() { logger.warning("\(line)") }
        let server = Server(configuration: configuration, logger: logger, willCopy: Unfinished.remove) {
            try await common.load(settings)
        }
        try await server.run()
    }
}
