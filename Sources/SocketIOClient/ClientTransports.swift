import NIOCore
import SocketIO

/// Opens the way to the server that the configuration asks for.
enum ClientTransports {
    /// An open session: its transport, and what is known of it.
    struct Opened {
        let transport: any ClientTransport
        /// How long the server may be silent.
        let patience: TimeAmount
    }

    /// Opens a session.
    static func open(_ configuration: ClientConfiguration, at address: (host: String, port: Int)) async throws
        -> Opened
    {
        let uri = "\(configuration.path)?EIO=4&transport="
        if configuration.transports == .webSocket {
            let transport = try await WebSocketClientTransport.open(uri + "websocket", at: address)
            var iterator = transport.messages.makeAsyncIterator()
            return Opened(transport: transport, patience: try greeting(await iterator.next()).patience)
        }
        let (sid, patience) = try greeting(
            try await PollingClientTransport.open(uri + "polling", at: address).first
        )
        let polling = PollingClientTransport(uri: uri + "polling&sid=\(sid)", address: address)
        await polling.start()
        guard configuration.transports == .upgrade else {
            return Opened(transport: polling, patience: patience)
        }
        let transport = try await WebSocketClientTransport.open(uri + "websocket&sid=\(sid)", at: address)
        try await transport.send([.text("2probe")])
        var iterator = transport.messages.makeAsyncIterator()
        guard await iterator.next() == .text("3probe") else {
            throw ClientError.refused("no answer to the probe")
        }
        await polling.pause()
        try await transport.send([.text("5")])
        return Opened(transport: transport, patience: patience)
    }

    /// What the open packet says.
    private static func greeting(_ message: EngineMessage?) throws -> (sid: String, patience: TimeAmount) {
        guard case .text(let text)? = message, text.first == "0" else {
            throw ClientError.refused("no greeting")
        }
        let greeting = try JSON(parsing: ByteBuffer(string: String(text.dropFirst())))
        guard let sid = greeting["sid"]?.string, let interval = greeting["pingInterval"]?.integer,
            let timeout = greeting["pingTimeout"]?.integer
        else { throw ClientError.refused(text) }
        return (sid, .milliseconds(interval + timeout))
    }
}
