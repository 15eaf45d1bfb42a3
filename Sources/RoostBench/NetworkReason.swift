import Glibc
import NIOCore
import NIOPosix
import SocketIOClient

/// What went wrong on the network, for people and the same for the same cause.
package func networkReason(_ error: any Error) -> String {
    switch error {
    case let error as NIOConnectionError:
        guard let first = error.connectionErrors.first else { return "no such host: \(error.host)" }
        return networkReason(first.error)
    case let error as IOError: return String(cString: strerror(error.errnoCode))
    case let error as ClientError:
        return switch error {
        case .timeout: "no answer in time"
        case .disconnected: "disconnected"
        case .refused(let what): "unexpected answer: \(what.prefix(100))"
        case .badAddress(let address): "bad address \(address)"
        case .connectError(let message, _): message
        }
    default: return "\(error)"
    }
}
