package import RoostKit

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
    /// A message was accepted.
    func posted(_ message: Message)
    /// A user's first device joined.
    func joined(_ user: UserID, _ room: RoomID)
    /// A user's last device left.
    func left(_ user: UserID, _ room: RoomID)
}
