public import NIOCore

/// What stands on a connection: told of everything that happens on it, in order, on its event loop.
public protocol EngineHandler: AnyObject {
    /// The connection can send.
    func opened(on connection: isolated EngineConnection)
    /// The client sent a text message: valid UTF-8, without the packet type.
    func received(text: ByteBuffer, on connection: isolated EngineConnection)
    /// The client sent a binary message.
    func received(binary: ByteBuffer, on connection: isolated EngineConnection)
    /// The connection is over; nothing follows.
    func closed(_ reason: CloseReason, on connection: isolated EngineConnection)
}
