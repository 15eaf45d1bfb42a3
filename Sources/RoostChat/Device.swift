package import RoostKit
package import RoostStore

/// One connected client of a user, as rooms see it.
package protocol Device: Sendable {
    /// Unique among the connected devices.
    var id: String { get }
    /// Whose it is.
    var user: UserID { get }
    /// Lets the device hear `room`, whose latest entry is `sequence`: all that is announced after this call, nothing from
    /// before it.
    func enter(_ room: RoomID, after sequence: Int64)
    /// Ends what `enter` began.
    func exit(_ room: RoomID)
}

/// Tells the devices in a room what happened there; each in the order of the calls.
package protocol Announcer: Sendable {
    /// The room's sequence has one more entry.
    func added(_ entry: RoomEntry)
    /// Title, topic or archive of the room are others than they were.
    func changed(_ room: StoredRoom, from old: StoredRoom)
    /// A user's first device joined: for modules, at once.
    func joined(_ user: UserID, _ room: RoomID)
    /// A user is gone: for modules, at once.
    func left(_ user: UserID, _ room: RoomID)
    /// What changed in who is there: for the devices, together with what else changed.
    func attended(_ change: AttendanceChange, _ room: RoomID)
    /// These users, and no others, write something at the moment.
    func typing(_ users: [UserID], _ room: RoomID)
}
