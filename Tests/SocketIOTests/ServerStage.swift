import EngineIO
import NIOCore
import NIOPosix
import SocketIO
import SocketIOClient
import Testing

extension EngineConfiguration {
    /// Settings under which a machine that is busy with other tests does not look like a slow client.
    static var patient: EngineConfiguration {
        EngineConfiguration(
            pingInterval: .minutes(2),
            pingTimeout: .minutes(2),
            upgradeTimeout: .minutes(2),
            requestTimeout: .minutes(2)
        )
    }
}

extension SocketIOConfiguration {
    /// Settings under which such a machine's clients are not late either.
    static var patient: SocketIOConfiguration {
        SocketIOConfiguration(connectTimeout: .minutes(2), attachmentTimeout: .minutes(2))
    }
}

/// A server on a free port, while `body` runs.
func withServer(
    _ configuration: SocketIOConfiguration = .patient,
    engine: EngineConfiguration = .patient,
    _ body: (SocketIOServer, String) async throws -> Void
) async throws {
    let io = SocketIOServer(configuration: configuration)
    let server = EngineServer(
        configuration: engine,
        group: .singletonMultiThreadedEventLoopGroup,
        handler: io.makeHandler
    )
    let channel = try await server.listen(host: "127.0.0.1", port: 0)
    let port = try #require(channel.localAddress?.port)
    do {
        try await body(io, "http://127.0.0.1:\(port)")
    } catch {
        try await channel.close()
        await server.shutDown()
        throw error
    }
    try await channel.close()
    await server.shutDown()
}

/// A connected client, and what happens to it, one after the other.
struct Guest: Sendable {
    let client: SocketIOClient

    static func connected(
        to address: String,
        namespace: String = "/",
        _ change: (inout ClientConfiguration) -> Void = { _ in }
    ) async throws -> Guest {
        var configuration = ClientConfiguration()
        change(&configuration)
        let client = try SocketIOClient(address, namespace: namespace, configuration: configuration)
        try await client.connect()
        let guest = Guest(client: client)
        guard case .connected? = await guest.next() else { throw ClientError.disconnected }
        return guest
    }

    /// What happens next.
    func next() async -> SocketIOClient.Happening? {
        for await happening in client.happenings { return happening }
        return nil
    }

    /// The next event, which must be `name`: its arguments.
    func event(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> [JSON] {
        guard case .event(let received, let arguments, _)? = await next() else {
            Issue.record("no event", sourceLocation: sourceLocation)
            return []
        }
        #expect(received == name, sourceLocation: sourceLocation)
        return arguments
    }

    /// The end, which must come next.
    func end(sourceLocation: SourceLocation = #_sourceLocation) async {
        guard case .disconnected? = await next() else {
            Issue.record("something else than the end", sourceLocation: sourceLocation)
            return
        }
    }
}

/// A queue between a handler of the server and the test that waits for it.
struct Mailbox<Letter: Sendable>: Sendable {
    private let stream: AsyncStream<Letter>
    private let continuation: AsyncStream<Letter>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(of: Letter.self)
    }

    func put(_ letter: Letter) { continuation.yield(letter) }

    func next() async -> Letter? {
        for await letter in stream { return letter }
        return nil
    }
}

extension Mailbox<String> {
    /// What comes up to and including `end`, or until the test is cancelled.
    func text(until end: String) async -> String {
        var all = ""
        while !all.contains(end), let more = await next() { all += more }
        return all
    }
}
