import Glibc
import NIOCore

/// Writes to a channel's socket past the channel, which costs a third of a small write.
///
/// Only where the channel itself has nothing to write and nothing (such as TLS) stands between it and the socket; on its
/// event loop. Measurements: docs/performance.md.
struct DirectWriter {
    /// No signal where the client is gone, and no waiting.
    private static let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)

    private let channel: any Channel
    private let handle: NIOBSDSocket.Handle

    /// A writer to the socket of `channel`; nothing where it has none.
    init?(_ channel: any Channel) {
        let handle = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: NIOBSDSocket.Handle.self
        ) { $0 }
        // A channel without a socket, or one that is closed, is written to in the usual way.
        guard let handle = handle ?? nil else { return nil }
        self.channel = channel
        self.handle = handle
    }

    /// Writes the beginning of `bytes`, as much as the socket takes at once.
    /// - Returns: How much that was; none where the socket is full or broken, which the channel's own write finds out too.
    func write(_ bytes: ArraySlice<UInt8>) -> Int {
        // The handle is the channel's as long as it is active: closing changes both in one step of the event loop.
        guard channel.isActive else { return 0 }
        return bytes.withUnsafeBytes { bytes in
            max(0, send(handle, bytes.baseAddress, bytes.count, Self.flags))
        }
    }
}
