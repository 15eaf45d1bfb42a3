package import RoostKit
package import RoostStore

/// Hears of each change of rooms and of what people are called, whoever made it and by whichever way, before they are answered.
package protocol RoomObserver: Sendable {
    /// There is a new room, in which `members` have a role; `maker` is no user where a command or a module made it.
    func added(_ room: StoredRoom, members: [UserID], by maker: UserID?) async
    /// Title, topic or archive of a room are others than they were.
    func changed(_ room: StoredRoom, from old: StoredRoom) async
    /// `user` has another role in `room` by now, or none.
    func changedRole(of user: UserID, to role: String?, in room: RoomID, by changer: UserID?) async
    /// `inviter` has invited `user` to `room`.
    func invited(_ user: UserID, to room: RoomID, by inviter: UserID) async
    /// The room `id` is about to be deleted: on return it has ended what it was asked for, and takes nothing more.
    func closing(_ id: RoomID) async throws
    /// The room `id` could not be deleted after all.
    func reopening(_ id: RoomID) async
    /// The room `id` is gone.
    func deleted(_ id: RoomID, by deleter: UserID?) async
    /// `user` has another display name by now, or none.
    func renamed(_ user: UserID, to displayName: String?) async
}
