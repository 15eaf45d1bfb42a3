import Logging
import RoostServer
import Synchronization

/// The log of a server, on standard error, whose level changes while it runs.
struct ServerLog: LogHandler {
    private static let level = Mutex(Logger.Level.notice)
    private var handler: StreamLogHandler

    init(label: String) {
        handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = .trace
    }

    /// Logs `level` and what is worse from now on.
    static func setLevel(_ level: LogLevel) {
        Self.level.withLock { $0 = Logger.Level(rawValue: level.rawValue) ?? .notice }
    }

    var logLevel: Logger.Level {
        get { Self.level.withLock { $0 } }
        // One level counts for all.
        set {}
    }

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) {
        handler.log(event: event)
    }
}
