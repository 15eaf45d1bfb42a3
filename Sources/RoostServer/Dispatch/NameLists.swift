import RoostKit
import SocketIO
import Synchronization

/// Writes lists of names, the latest one once only: those who come into a room one after the other are told much the same.
final class NameLists: Sendable {
    private let latest = Mutex<(names: [UserID], wire: JSON)>(([], []))

    /// `names` as clients see them.
    func wire(of names: [UserID]) -> JSON {
        latest.withLock { latest in
            if latest.names != names {
                latest = (names, .written(WrittenJSON(strings: names.map(\.rawValue))))
            }
            return latest.wire
        }
    }
}
