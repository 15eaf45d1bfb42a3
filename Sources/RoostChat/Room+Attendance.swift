internal import NIOCore
package import RoostAuth
package import RoostKit

// Who is there, and how; what of that others are told, and when.
extension Room {
    /// Who is there, in order of name.
    package var members: [UserID] { attendance.names }

    /// At most `limit` of those who are there, by name after `name`.
    package func members(after name: UserID?, limit: Int) -> [UserID] {
        Array(attendance.page(after: name, limit: limit))
    }

    /// How these users are there; those who are not are left out.
    package func statuses(of users: [UserID]) -> [UserID: PresenceStatus] {
        users.reduce(into: [:]) { found, user in found[user] = attendance.status(of: user) }
    }

    /// Lets `device` in, which hears everything after the returned state.
    /// - Throws: `ChatError.notFound` where the room is closed.
    package func join(
        _ device: any Device,
        as status: PresenceStatus = .online,
        permit: consuming Permit<Join>
    ) throws(ChatError) -> State {
        precondition(permit.room == id && permit.user == device.user, "a permit for something else")
        guard !isClosed else { throw .notFound }
        if devices.updateValue(device, forKey: device.id) == nil {
            if attendance.enter(device.id, of: device.user, as: status) { announcer.joined(device.user, id) }
            tellAttendance()
            device.enter(id, after: log.sequence)
        }
        let members = attendance.firstNames()
        return State(
            details: details,
            sequence: log.sequence,
            members: members,
            count: attendance.count,
            statuses: attendance.exceptions(among: members)
        )
    }

    /// Takes `device` out; without effect where it is not in.
    ///
    /// With `isLost` it did not mean to go: its user stays for a while, in which they may come again without a word.
    package func leave(_ device: any Device, isLost: Bool = false) {
        guard devices.removeValue(forKey: device.id) != nil else { return }
        device.exit(id)
        let end = isLost ? NIODeadline.now() + Attendance.grace : nil
        if attendance.exit(device.id, of: device.user, staying: end) { gone(device.user) }
        tellAttendance()
        rest()
    }

    /// Takes `user` out with all devices but those `connected`, by id: nobody keeps a place for who was put out.
    package func dismiss(_ user: UserID, except connected: Set<String>) {
        for device in devices.values where device.user == user && !connected.contains(device.id) {
            leave(device)
        }
        if attendance.endStay(of: user) { gone(user) }
        tellAttendance()
    }

    /// Takes everybody out of the room, which is deleted, and answers who was there.
    package func clear() -> [UserID] {
        let users = members
        for device in devices.values { leave(device) }
        for user in users where attendance.endStay(of: user) { gone(user) }
        return users
    }

    /// Notes how the user of `device` is there, which is told together with what else changes.
    package func setStatus(_ status: PresenceStatus, of device: any Device) {
        attendance.set(status, on: device.id, of: device.user)
        tellAttendance()
    }

    /// Tells what changed if it is time for that, and else, when it is; with `isUrgent` it is.
    func tellAttendance(isUrgent: Bool = false) {
        // Of a room that is gone nobody hears who left it.
        guard !isClosed else { return }
        let now = NIODeadline.now()
        for user in attendance.expired(at: now) { gone(user) }
        if let change = attendance.change(at: now, isUrgent: isUrgent) { announcer.attended(change, id) }
        guard let due = attendance.due, attendanceTimer.map({ due < $0.due }) ?? true else { return }
        attendanceTimer?.timer.cancel()
        let timer = eventLoop.scheduleTask(deadline: due) {
            self.assumeIsolated { room in
                room.attendanceTimer = nil
                room.tellAttendance()
            }
        }
        attendanceTimer = (timer, due)
    }

    private func gone(_ user: UserID) {
        announcer.left(user, id)
        typing.stop(user)
    }

    /// Stays in memory for a while when the last device is out, and then only for whoever else holds it.
    private func rest() {
        guard devices.isEmpty, !isResting else { return }
        isResting = true
        eventLoop.scheduleTask(in: restTime) {
            self.assumeIsolated { $0.isResting = false }
        }
    }
}
