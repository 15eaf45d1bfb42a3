import Foundation
import NIOCore
import NIOPosix

/// Whether the server's address can be listened on.
struct PortCheck {
    let host: String
    let port: Int

    func finding() async -> Finding {
        let check = "port"
        let address = "\(host):\(port)"
        do {
            let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
                .bind(host: host, port: port).get()
            try await channel.close()
            return Finding(check, .ok, "\(address) is free")
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            return Finding(check, .warning, "\(address) is taken: fine while Roost runs there")
        } catch let error as IOError where error.errnoCode == EACCES {
            return Finding(check, .problem, "\(address) is not ours to listen on: take a port from 1024 up")
        } catch {
            return Finding(check, .problem, "\(address) cannot be listened on: \(error)")
        }
    }
}
