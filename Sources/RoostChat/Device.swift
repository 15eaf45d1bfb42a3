package import RoostKit
package import RoostStore

/// One connected client of a user, as rooms see it.
package protocol Device: Sendable {
    /// Unique among the connected devices.
    var id: String { get }
    /// Whose it is.
    var user: UserID { get }
    /// Lets the device hear `room`: all that is announced after this call, nothing from before it.
    func enter(_ room: RoomID)
    /// Ends what `enter` began.
    func exit(_ room: RoomID)
}

/// Tells the devices in a room what happened there; each in the order of the calls.
package protocol Announcer: Sendable {
    /// The room's sequence has one more entry.
    func added(_ entry: RoomEntry)
    /// Title, topic or archive of the room are others than they were.
    func changed(_ room: StoredRoom, from old: StoredRoom)
    /// A user's first device joined.
    func joined(_ user: UserID, _ room: RoomID)
    /// A user's last device left.
    func left(_ user: UserID, _ room: RoomID)
    /// These users, and no others, write something at the moment.
    func typing(_ users: [UserID], _ room: RoomID)
}
