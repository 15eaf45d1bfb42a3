import Crypto
import NIOCore
import NIOHTTP1

/// The first handler behind the HTTP decoder: it takes WebSocket upgrades on the Engine.IO path over, and leaves
/// everything else to the fallback, which it attaches with the first such request.
final class FrontDoor: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private enum State {
        /// Between requests, or in one that the fallback serves.
        case forwarding
        /// An upgrade's head is accepted; its end is awaited.
        case upgrading(accept: String)
        /// A request was refused: what follows is not read.
        case refused
        /// The socket is a WebSocket's; bytes that the HTTP decoder still held pass through.
        case takenOver
    }

    private let server: EngineServer
    private let codec: [any RemovableChannelHandler]
    private var state = State.forwarding
    private var hasFallback = false
    private var deadline: Scheduled<Void>?

    /// The door of `server` behind the HTTP handlers `codec`, decoder last, which a WebSocket removes.
    init(server: EngineServer, codec: [any RemovableChannelHandler]) {
        self.server = server
        self.codec = codec
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        deadline = context.eventLoop.scheduleTask(in: server.configuration.requestTimeout) {
            channel.close(promise: nil)
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch state {
        case .takenOver: context.fireChannelRead(data)
        case .refused: break
        case .upgrading(let accept):
            // A body has no meaning here; its size is bounded by the request's deadline and is not kept.
            guard case .end = unwrapInboundIn(data) else { return }
            takeOver(context, accept: accept)
        case .forwarding:
            if case .head(let head) = unwrapInboundIn(data), head.path == server.configuration.path {
                receive(head, context)
            } else {
                forward(data, context)
            }
        }
    }

    private func forward(_ data: NIOAny, _ context: ChannelHandlerContext) {
        if !hasFallback {
            hasFallback = true
            deadline?.cancel()
            do {
                try server.fallback(context.channel)
            } catch {
                context.close(promise: nil)
                return
            }
        }
        context.fireChannelRead(data)
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        do {
            state = .upgrading(accept: try Handshake.accept(head, origins: server.configuration.origins))
        } catch {
            state = .refused
            refuse(error, head.version, context)
        }
    }

    private func refuse(
        _ refusal: Handshake.Refusal,
        _ version: HTTPVersion,
        _ context: ChannelHandlerContext
    ) {
        let body = ByteBuffer(string: #"{"code":\#(refusal.rawValue),"message":"\#(refusal.message)"}"#)
        let headers: HTTPHeaders = [
            "content-type": "application/json", "content-length": "\(body.readableBytes)",
            "connection": "close",
        ]
        let status: HTTPResponseStatus = refusal == .forbidden ? .forbidden : .badRequest
        let head = HTTPResponseHead(version: version, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.close(promise: nil)
    }

    private func takeOver(_ context: ChannelHandlerContext, accept: String) {
        state = .takenOver
        deadline?.cancel()
        let headers: HTTPHeaders = [
            "upgrade": "websocket", "connection": "Upgrade", "sec-websocket-accept": accept,
        ]
        let head = HTTPResponseHead(version: .http1_1, status: .switchingProtocols, headers: headers)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        let pipeline = context.pipeline.syncOperations
        do {
            try pipeline.addHandler(server.makeLink(context.channel), position: .after(self))
            // The decoder, last, hands the bytes that it had read already to the new handler.
            for handler in codec { pipeline.removeHandler(handler, promise: nil) }
            pipeline.removeHandler(context: context, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }
}

/// The opening handshake of a WebSocket on the Engine.IO path.
enum Handshake {
    /// Why a request is refused, with the codes of the official server.
    enum Refusal: Int, Error {
        case unknownTransport = 0
        case badRequest = 3
        case forbidden = 4
        case unsupportedVersion = 5

        /// The official server's text for it.
        var message: String {
            switch self {
            case .unknownTransport: "Transport unknown"
            case .badRequest: "Bad request"
            case .forbidden: "Forbidden"
            case .unsupportedVersion: "Unsupported protocol version"
            }
        }
    }

    /// The value of `Sec-WebSocket-Accept` for the upgrade that `head` asks for (RFC 6455, section 4.2).
    static func accept(_ head: HTTPRequestHead, origins: OriginPolicy) throws(Refusal) -> String {
        let query = head.query
        guard query.contains("EIO=4") else { throw .unsupportedVersion }
        guard query.contains("transport=websocket") else { throw .unknownTransport }
        guard !query.contains(where: { $0.hasPrefix("sid=") }) else { throw .badRequest }
        guard head.method == .GET, head.version == .http1_1,
            head.headers[canonicalForm: "upgrade"].contains(where: { $0.lowercased() == "websocket" }),
            head.headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "upgrade" }),
            head.headers.first(name: "sec-websocket-version") == "13",
            let key = head.headers.first(name: "sec-websocket-key"), key.utf8.count == 24
        else { throw .badRequest }
        let (origin, host) = (head.headers.first(name: "origin"), head.headers.first(name: "host"))
        guard origins.allows(origin: origin, host: host) else { throw .forbidden }
        let digest = Insecure.SHA1.hash(data: Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        return base64(Array(digest))
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32((3 - group.count) * 8)
            for digit in 0..<4 {
                text.append(digit <= group.count ? alphabet[Int(bits >> UInt32(18 - 6 * digit) & 63)] : "=")
            }
        }
        return text
    }
}

extension HTTPRequestHead {
    /// The target without its query.
    fileprivate var path: Substring { uri.prefix { $0 != "?" } }

    /// The query's `name=value` parts, as they were sent.
    fileprivate var query: [Substring] { uri.dropFirst(path.count + 1).split(separator: "&") }
}
