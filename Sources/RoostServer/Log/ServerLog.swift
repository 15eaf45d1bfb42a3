import Foundation
package import Logging
import Synchronization

/// The log of a server, on standard error, whose level changes while it runs; it remembers its last lines.
package struct ServerLog: LogHandler {
    /// How many lines are remembered, and how long one may be.
    private static let lineCount = 50
    private static let lineLength = 500

    private static let level = Mutex(Logger.Level.notice)
    private static let lines = Mutex<[String]>([])
    private var handler: StreamLogHandler

    /// The log of what is labelled `label`.
    package init(label: String) {
        handler = StreamLogHandler.standardError(label: label)
        handler.logLevel = .trace
    }

    /// Logs `level` and what is worse from now on.
    package static func setLevel(_ level: LogLevel) {
        Self.level.withLock { $0 = Logger.Level(rawValue: level.rawValue) ?? .notice }
    }

    /// The last lines, the oldest first.
    static var recent: [String] { lines.withLock(\.self) }

    /// What is logged at least; one level counts for all.
    package var logLevel: Logger.Level {
        get { Self.level.withLock { $0 } }
        set {}
    }

    /// What each line says beside its own.
    package var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    /// One value of that.
    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    /// Writes a line, and remembers it.
    package func log(event: LogEvent) {
        handler.log(event: event)
        let values = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
        let time = Date().formatted(.iso8601.time(includingFractionalSeconds: false))
        let line = "\(time) \(event.level) \(event.message)\(values.joined())"
        Self.lines.withLock { lines in
            if lines.count == Self.lineCount { lines.removeFirst() }
            lines.append(String(line.prefix(Self.lineLength)))
        }
    }
}
