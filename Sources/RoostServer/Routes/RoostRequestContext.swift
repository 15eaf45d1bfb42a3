import Hummingbird
import NIOCore

/// What is known about a request beside the request itself.
struct RoostRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage

    /// Who holds the other end of the socket: the client, or a proxy.
    let peer: SocketAddress?

    init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress
    }
}
