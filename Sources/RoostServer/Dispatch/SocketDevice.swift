import EngineIO
import NIOCore
import RoostChat
import RoostKit
import SocketIO

/// A socket, as rooms see it.
struct SocketDevice: Device {
    let socket: Socket
    let user: UserID

    var id: String { socket.id }

    func enter(_ room: RoomID, after sequence: Int64) {
        let name = room.rawValue
        onLoop { socket in
            // A client is in fewer rooms than a socket may be in: `WireLimits.roomsOfClient`.
            try? socket.join(name, after: sequence)
        }
    }

    func exit(_ room: RoomID) {
        let name = room.rawValue
        onLoop { $0.leave(name) }
    }

    /// Runs `work` on the socket now or in turn: never after what is announced later from here.
    private func onLoop(_ work: @escaping @Sendable (isolated Socket) -> Void) {
        let eventLoop = socket.connection.eventLoop
        if eventLoop.inEventLoop {
            socket.assumeIsolated(work)
        } else {
            eventLoop.execute { socket.assumeIsolated(work) }
        }
    }
}
