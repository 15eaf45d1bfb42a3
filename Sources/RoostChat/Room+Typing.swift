internal import NIOCore
package import RoostAuth
internal import RoostStore

extension Room {
    /// Notes that the permit's user writes something, or has stopped to.
    ///
    /// It is told a moment later, together with what others do then, and forgotten in time unless it is said again.
    package func setTyping(_ isTyping: Bool, permit: consuming Permit<Send>) {
        precondition(permit.room == id, "a permit for another room")
        guard details.archivedAt == nil else { return }
        if isTyping { typing.start(permit.user, at: .now()) } else { typing.stop(permit.user) }
        tellTyping()
    }

    private func tellTyping() {
        guard !isTypingDue else { return }
        isTypingDue = true
        eventLoop.scheduleTask(in: Typing.tick) {
            self.assumeIsolated { room in
                room.isTypingDue = false
                if let users = room.typing.change(at: .now()) { room.announcer.typing(users, room.id) }
                if !room.typing.isIdle { room.tellTyping() }
            }
        }
    }
}
