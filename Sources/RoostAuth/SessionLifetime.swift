/// How long sessions last.
package struct SessionLifetime: Hashable, Sendable {
    /// From the sign-in to the end, used or not.
    package let absolute: Duration
    /// From the last use to the end.
    ///
    /// A connection, an HTTP request and a request over a connection are uses; to be connected is not.
    package let idle: Duration

    /// A lifetime from its parts.
    package init(absolute: Duration, idle: Duration) {
        self.absolute = absolute
        self.idle = idle
    }

    /// Thirty days, and fourteen without use.
    package static let standard = SessionLifetime(
        absolute: .seconds(30 * 86_400),
        idle: .seconds(14 * 86_400)
    )

    /// How much later than the store says a session may have been used: not every use is written.
    var resolution: Duration { min(.seconds(300), idle / 4) }
}

extension Duration {
    /// The duration in whole milliseconds.
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
