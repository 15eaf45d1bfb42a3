import Foundation
import Logging
import NIOCore
import NIOExtras
import NIOFoundationCompat
import NIOPosix
import RoostStore
import ServiceLifecycle

/// The local socket of a running server: one line of JSON with a command, one line with the reply.
///
/// Only the owner of the data folder may use it: the process makes files for its owner alone.
struct CommandSocket: Service, CustomStringConvertible {
    /// The lifecycle's log has this, and nothing of what is inside.
    let description = "CommandSocket"

    private typealias Link = NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// The longest line, in bytes: an import of a hundred thousand users, or the list of as many, fits.
    private static let lineLimit = 64 * 1024 * 1024

    let folder: DataFolder
    let desk: Desk
    let logger: Logger

    /// Serves commands until shutdown is asked for.
    func run() async throws {
        let (links, entrance) = AsyncStream.makeStream(of: Link.self)
        let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                Self.link(channel).map { link in
                    if case .terminated = entrance.yield(link) { link.abandon() }
                }
            }
            .bind(unixDomainSocketPath: folder.socketPath, cleanupExistingSocketFile: true).get()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                // It ends with the shutdown; commands that are under way are done first.
                for await link in links { group.addTask { await answer(link) } }
            }
        }
        try await server.close()
    }

    /// Has the server that owns `folder` perform what is asked; `nil` where none listens.
    /// - Throws: `CommandError` where it ends meanwhile, or is of another version.
    static func perform(_ asked: AskedCommand, in folder: DataFolder) async throws -> CommandReply? {
        let link: Link
        do {
            link = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connect(unixDomainSocketPath: folder.socketPath, channelInitializer: Self.link)
        } catch let error as IOError where [ENOENT, ECONNREFUSED].contains(error.errnoCode) {
            return nil
        }
        do {
            return try await link.executeThenClose { inbound, outbound in
                try await outbound.write(line(asked))
                for try await line in inbound {
                    return try JSONDecoder().decode(CommandReply.self, from: line)
                }
                throw CommandError.noAnswer
            }
        } catch is DecodingError {
            throw CommandError.notUnderstood
        } catch is ChannelError, is IOError, is NIOExtrasErrors.LeftOverBytesError {
            throw CommandError.noAnswer
        }
    }

    private func answer(_ client: Link) async {
        do {
            try await client.executeThenClose { inbound, outbound in
                for try await line in inbound {
                    return try await outbound.write(Self.line(await reply(to: line)))
                }
            }
        } catch {
            logger.warning("a command's sender is gone", metadata: ["error": "\(error)"])
        }
    }

    private func reply(to line: ByteBuffer) async -> CommandReply {
        // A command that is not known here is that of another version.
        guard let asked = try? JSONDecoder().decode(AskedCommand.self, from: line) else {
            return .refused(.notUnderstood)
        }
        return await Origin.commanding(as: asked.systemUser) {
            await CommandReply(to: asked.command, at: desk)
        }
    }

    @Sendable
    private static func link(_ channel: any Channel) -> EventLoopFuture<Link> {
        channel.eventLoop.makeCompletedFuture {
            let lines = ByteToMessageHandler(LineBasedFrameDecoder(), maximumBufferSize: lineLimit)
            try channel.pipeline.syncOperations.addHandler(lines)
            return try Link(wrappingChannelSynchronously: channel)
        }
    }

    private static func line(_ value: some Encodable) throws -> ByteBuffer {
        ByteBuffer(bytes: try JSONEncoder().encode(value) + Data("\n".utf8))
    }
}
