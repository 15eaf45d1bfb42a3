package import SocketIOClient

/// What a benchmark does to a server.
package struct BenchPlan: Sendable {
    /// When the senders post.
    package enum Pace: Sendable, Equatable {
        /// Each sender posts as soon as fewer than this many of its messages wait for their acks.
        case closed(window: Int)
        /// All senders together post this many messages per second, whatever the server answers.
        case open(rate: Double)
    }

    /// The server.
    package var target: BenchTarget
    /// How its clients speak.
    package var dialect = Dialect.roost
    /// What lets the clients in, where the server asks for it.
    package var token: String?
    /// How the clients travel.
    package var transports = ClientConfiguration.Transports.webSocket
    /// The rooms, over which the connections are spread evenly; not empty.
    package var rooms = ["lobby"]
    /// How many connections to open, at least one.
    package var connections = 100
    /// How many of the connections post, spread over the rooms evenly.
    package var senders = 1
    /// When they post.
    package var pace = Pace.closed(window: 1)
    /// The size of a message's text in bytes; a short one is larger where its stamp needs it.
    package var textBytes = 100
    /// How many connections are opened per second at most; as fast as the server takes them where nil.
    package var ramp: Double?
    /// How long messages are sent before they count.
    package var warmup = Duration.seconds(1)
    /// How long messages are sent that count.
    package var duration = Duration.seconds(10)

    /// A plan with the usual figures.
    package init(target: BenchTarget) {
        self.target = target
    }
}
