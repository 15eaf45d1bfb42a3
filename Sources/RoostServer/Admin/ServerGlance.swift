import Foundation
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore

/// How a running server does at one moment: the one record that `roost watch` shows.
struct ServerGlance: Encodable {
    /// What goes on in one room.
    struct Traffic: Encodable {
        let room: String
        let title: String
        /// How many people are there.
        let here: Int
        /// The number of the latest entry: what it rose by since the last look was said meanwhile.
        let sequence: Int64
    }

    /// So many rooms are told of, those with most people.
    private static let roomLimit = 1_000

    let at: String
    let connections: Int
    let rooms: Int
    let posted: Int
    let memory: Int
    /// How long the busiest event loop lets work wait, in microseconds.
    let delayMicroseconds: Int
    let traffic: [Traffic]
    let modules: [ModuleReport]
    /// The log's last lines, the oldest first.
    let log: [String]

    /// A look at the server of `services` and `host`.
    init(at services: ChatServices, _ host: ModuleHost) async {
        let readings = await services.readings()
        func value(_ name: String) -> Double { readings.first { $0.name == name }?.value ?? 0 }
        at = WireTime.text(of: Int64(Date().timeIntervalSince1970 * 1_000))
        connections = Int(value("roost_connections"))
        rooms = Int(value("roost_rooms_in_use"))
        posted = Int(value("roost_messages_posted_total"))
        memory = Int(value("roost_memory_bytes"))
        delayMicroseconds = Int(value("roost_event_loop_delay_seconds") * 1_000_000)
        // What is for its participants alone is none of the operator's affair.
        let inUse = await services.directory.traffic().filter { !$0.details.id.isForParticipants }
        traffic = inUse.sorted { $0.count > $1.count }.prefix(Self.roomLimit).map { room in
            Traffic(
                room: room.details.id.rawValue,
                title: room.details.title,
                here: room.count,
                sequence: room.sequence
            )
        }
        modules = await host.reports
        log = ServerLog.recent
    }
}
