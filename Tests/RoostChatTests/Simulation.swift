import RoostAuth
import RoostKit
import RoostStore
import Testing

@testable import RoostChat

/// A day in the lobby, made up by chance: people come, go, say and change things, the disk fails, the server restarts.
///
/// The seed decides what is done and in which order; how far the disk is by then is up to the machine.
final class Simulation {
    private let stage: ChatStage
    private let recorder: TestRecorder
    private let sessions: [Session]
    private let devices: [SimulatedDevice]
    let house = SimulatedHouse()
    /// How many messages and changes were asked for.
    private(set) var requestCount = 0
    private var room: Room
    private var present: Set<String> = []
    private var keys: [MessageKey] = []
    private var chance: SeededNumbers

    init(seed: UInt64) async throws {
        chance = SeededNumbers(seed: seed)
        let stage = try await ChatStage()
        self.stage = stage
        recorder = try await TestRecorder(stage.store)
        var sessions: [Session] = []
        for name in ["ada", "ben", "cleo"] { sessions.append(try await stage.session(name)) }
        self.sessions = sessions
        let house = house
        devices = sessions.flatMap { session in
            ["phone", "desk"].map {
                SimulatedDevice(id: "\(session.user) \($0)", user: session.user, house: house)
            }
        }
        room = try await Self.lobby(stage, house, recorder)
    }

    private static func lobby(_ stage: ChatStage, _ house: SimulatedHouse, _ recorder: TestRecorder)
        async throws -> Room
    {
        let directory = RoomDirectory(
            store: stage.store,
            recorders: { [recorder] },
            announcer: house,
            group: stage.eventLoop
        )
        return try await directory.room(.lobby)
    }

    /// Does this many things, and lets everybody go home.
    func run(steps: Int) async throws {
        for _ in 0..<steps { try await step() }
        recorder.isBroken = false
        try await restart()
    }

    private func step() async throws {
        switch UInt.random(in: 0..<100, using: &chance) {
        case 0..<20: try await comeOrGo()
        case 20..<70: for _ in 0..<Int.random(in: 1...5, using: &chance) { try post() }
        case 70..<85: try change()
        case 85..<93: await room.settle()
        case 93..<97: recorder.isBroken.toggle()
        default: try await restart()
        }
    }

    private func comeOrGo() async throws {
        let device = devices[Int.random(in: devices.indices, using: &chance)]
        if present.remove(device.id) != nil { return await room.leave(device) }
        present.insert(device.id)
        let session = try #require(sessions.first { $0.user == device.user })
        _ = try await room.join(device, permit: try session.permit(.join, on: .lobby))
    }

    /// A new message, or one that was sent before.
    private func post() throws {
        let session = sessions[Int.random(in: sessions.indices, using: &chance)]
        let own = keys.filter { $0.author == session.user }
        let isRetry = !own.isEmpty && Int.random(in: 0..<4, using: &chance) == 0
        let id = isRetry ? own[Int.random(in: own.indices, using: &chance)].id : "\(keys.count)"
        if !isRetry { keys.append(MessageKey(author: session.user, id: id)) }
        requestCount += 1
        room.post(id, id: id, permit: try session.permit(.send, on: .lobby)) { [house] in house.answered($0) }
    }

    /// An edit, a deletion or a reaction, of whatever was ever sent.
    private func change() throws {
        guard !keys.isEmpty else { return }
        let key = keys[Int.random(in: keys.indices, using: &chance)]
        let author = try #require(sessions.first { $0.user == key.author })
        let permit = try author.permit(.send, on: .lobby)
        requestCount += 1
        let reply: Room.Reply = { [house] in house.answered($0) }
        switch UInt.random(in: 0..<3, using: &chance) {
        case 0: room.revise(.edit("edited"), ownMessage: key.id, permit: permit, reply: reply)
        case 1: room.revise(.delete, ownMessage: key.id, permit: permit, reply: reply)
        default: room.react("+1", isOn: true, to: key, permit: permit, reply: reply)
        }
    }

    /// Everybody loses the connection; then the server is another one.
    private func restart() async throws {
        for device in devices where present.contains(device.id) { await room.leave(device) }
        present = []
        await room.settle()
        room = try await Self.lobby(stage, house, recorder)
    }
}
