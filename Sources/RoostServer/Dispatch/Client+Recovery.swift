import EngineIO
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import SocketIO

// Socket.IO's own recovery: a client that lost its connection comes back with its rooms and what it missed there.
extension Client {
    /// How many entries a client gets at once that comes back; whoever missed more loads its rooms anew.
    private static let missedLimit = 400

    /// Has the client find itself again, now or the next time, where `auth` asks for that; in a gate, after all others.
    func follow(_ auth: JSON?) async {
        let asked = auth?["pid"]?.string
        // A guest who connects again is another one.
        guard asked != nil || auth?["recovery"]?.bool == true, !live.user.isGuest else { return }
        // From here on what it is sent is noted.
        await begin()
        guard let pid = asked, let kept = await kept(as: pid) else { return }
        // Whoever takes its user out of a room that it comes back to finds it.
        chat.arriving.add(self)
        let last = auth?["offset"]?.string.flatMap(EventMark.init(offset:))
        guard let positions = kept.trail.positions(after: last),
            let missed = await recover(positions, as: PresenceStatus(rawValue: kept.status) ?? .online)
        else {
            lost = kept.trail.rooms.sorted().map(RoomID.init(rawValue:))
            return await begin()
        }
        comeback = Comeback(pid: pid, kept: kept)
        let trail = Trail(positions: positions, last: last)
        let told = missed.map { ($0.wireName, $0.wire, $0.mark) }
        await device.socket.follow(as: pid, from: trail, missed: told)
    }

    private func begin() async {
        await device.socket.follow(as: randomID())
    }

    /// What is kept of the client with this secret; an earlier connection that it still has is ended.
    private func kept(as pid: String) async -> KeptClient? {
        if let earlier = chat.kept.connected(pid), earlier.live.id == live.id {
            await earlier.device.socket.disconnect(closing: true)
        }
        return chat.kept.take(pid, of: live.id)
    }

    /// Enters the rooms of `positions`, up to which the client had everything, and answers what it missed there.
    ///
    /// It has all of the rights that this takes now, and misses nothing; else it is in none of them.
    private func recover(_ positions: [String: Int64], as status: PresenceStatus) async -> [RoomEntry]? {
        guard positions.count <= WireLimits.roomsOfClient else { return nil }
        self.status = status
        var missed: [RoomEntry] = []
        do {
            for (name, sequence) in positions.sorted(by: { $0.key < $1.key }) {
                guard let entries = try await recover(RoomID(rawValue: name), after: sequence),
                    missed.count + entries.count <= Self.missedLimit
                else { throw ChatError.notMember }
                missed += entries
            }
            return missed
        } catch {
            // It begins anew, and asks for each room, where it learns why it may not come in.
            let entered = rooms.values
            rooms = [:]
            for room in entered { await room.leave(device, isLost: true) }
            self.status = .online
            return nil
        }
    }

    private func recover(_ id: RoomID, after sequence: Int64) async throws -> [RoomEntry]? {
        let entry = beginEntry(of: id)
        defer { end(entry) }
        let before = entry.departures
        // Nobody is asked about those who take part in a conversation.
        if !id.isForParticipants, modules.reviews(JoinProposal.self) {
            _ = try live.permit(.join, on: id)
            _ = try await modules.review(JoinProposal(room: id, asker: asker))
        }
        let room = try await directory.room(id)
        entry.arrivals += 1
        defer { endArrival(entry) }
        let entries = try await room.recover(
            device,
            as: status,
            after: sequence,
            reading: try live.permit(.read, on: id),
            joining: try live.permit(.join, on: id)
        )
        guard let entries else { return nil }
        // What took rights away while the room was asked has ended the session, or said to leave.
        guard !isGone, entry.departures == before, live.allows(.read, on: .room(id)),
            live.allows(.join, on: .room(id))
        else {
            await room.leave(device)
            return nil
        }
        rooms[id] = room
        return entries
    }

    /// What is kept of the client, whose connection was lost.
    var keepsake: KeptClient? {
        guard !isGone, let trail = device.socket.assumeIsolated({ $0.trail }) else { return nil }
        return KeptClient(
            user: live.user.rawValue,
            session: live.id.rawValue,
            trail: trail,
            status: status.rawValue,
            endsAt: Authority.wallClock() + KeptClients.time
        )
    }

    /// Tells a client that is in again, and has missed too much or lost a right, from where on to load its rooms.
    func arrived() {
        comeback = nil
        guard !lost.isEmpty else { return }
        Task.immediate { await tellLost() }
    }

    private func tellLost() async {
        var rooms: [JSON] = []
        for id in lost where live.allows(.join, on: .room(id)) && live.allows(.read, on: .room(id)) {
            // One that cannot be read just now is asked for with the others.
            guard let sequence = try? await directory.room(id).sequence else { continue }
            rooms.append(["room": .string(id.rawValue), "sequence": .integer(sequence)])
        }
        lost = []
        device.socket.emit("recovery:failed", ["rooms": .array(rooms)])
    }
}

extension RoomEntry {
    /// Where it stands in its room's order.
    var mark: EventMark { EventMark(room: room.rawValue, number: sequence) }
}
