import EngineIO
import NIOCore
import NIOHTTP1

/// HTTP requests, one of which always waits for what comes in.
actor PollingClientTransport: ClientTransport {
    nonisolated let messages: AsyncStream<EngineMessage>
    private nonisolated let continuation: AsyncStream<EngineMessage>.Continuation
    private let uri: String
    private let address: (host: String, port: Int)
    private var polling: Task<Void, Never>?
    private var isPaused = false

    /// Goes on with the session that the server opened at `uri`, which names it.
    init(uri: String, address: (host: String, port: Int)) {
        self.uri = uri
        self.address = address
        (messages, continuation) = AsyncStream.makeStream(of: EngineMessage.self)
    }

    /// Opens a session.
    /// - Returns: The open packet and what came with it.
    static func open(_ uri: String, at address: (host: String, port: Int)) async throws -> [EngineMessage] {
        let answer = try await HTTPExchange.send(.GET, uri, to: address)
        guard answer.status == .ok else { throw ClientError.refused(answer.body) }
        return try decode(answer.body)
    }

    /// Begins to ask for what comes in.
    func start() {
        polling = Task {
            while !isPaused, !Task.isCancelled {
                guard let answer = try? await HTTPExchange.send(.GET, uri, to: address), answer.status == .ok,
                    let messages = try? Self.decode(answer.body)
                else { break }  // Whatever went wrong, the session is over.
                for message in messages where message != .text("6") { continuation.yield(message) }
            }
            if !isPaused { continuation.finish() }
        }
    }

    /// Asks no more, and waits for the answer that is under way.
    func pause() async {
        isPaused = true
        await polling?.value
    }

    func send(_ messages: [EngineMessage]) async throws {
        let body = messages.map { message in
            switch message {
            case .text(let text): text
            case .binary(let bytes): "b" + Base64.encode(bytes.readableBytesView)
            }
        }.joined(separator: "\u{1E}")
        let headers: HTTPHeaders = ["content-type": "text/plain; charset=UTF-8"]
        let answer = try await HTTPExchange.send(.POST, uri, to: address, body: body, headers: headers)
        guard answer.status == .ok else { throw ClientError.refused(answer.body) }
    }

    func close() async {
        // The server may have ended the session already.
        try? await send([.text("1")])
        polling?.cancel()
        continuation.finish()
    }

    private static func decode(_ body: String) throws -> [EngineMessage] {
        try body.split(separator: "\u{1E}", omittingEmptySubsequences: false).map { part in
            guard part.first == "b" else { return .text(String(part)) }
            guard let bytes = Base64.decode(part.dropFirst().utf8) else {
                throw ClientError.refused("not base64")
            }
            return .binary(ByteBuffer(bytes: bytes))
        }
    }
}
