import RoostAuth
import RoostKit
import Synchronization

@testable import RoostChat

/// A device that writes down which rooms it may hear.
final class TestDevice: Device {
    let id: String
    let user: UserID
    private let rooms = Mutex<Set<RoomID>>([])

    init(_ id: String, of session: Session) {
        self.id = id
        user = session.user
    }

    var hears: Set<RoomID> { rooms.withLock { $0 } }

    func enter(_ room: RoomID, after sequence: Int64) { _ = rooms.withLock { $0.insert(room) } }
    func exit(_ room: RoomID) { _ = rooms.withLock { $0.remove(room) } }
}
