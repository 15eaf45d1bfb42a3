import Foundation
import NIOCore
import RoostChat
import RoostKit
import RoostModules

extension ChatServices {
    /// The server's figures, and those of its modules.
    @concurrent
    func readings() async -> [Reading] {
        let (connections, posted) = chat.figures
        let rooms = await directory.count
        return [
            Reading("roost_connections", kind: .gauge, value: Double(connections)),
            Reading("roost_rooms_in_use", kind: .gauge, value: Double(rooms)),
            Reading("roost_messages_posted_total", kind: .counter, value: Double(posted)),
            Reading("roost_memory_bytes", kind: .gauge, value: Double(Self.memory)),
            Reading("roost_event_loop_delay_seconds", kind: .gauge, value: await delay),
        ] + modules.readings
    }

    /// How long the busiest event loop lets a task wait now, in seconds.
    private var delay: Double {
        get async {
            let start = ContinuousClock.now
            let ends = await withTaskGroup(of: ContinuousClock.Instant.self) { group in
                for eventLoop in eventLoops {
                    // An event loop that has ended has no delay.
                    group.addTask { (try? await eventLoop.submit { ContinuousClock.now }.get()) ?? start }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            return ((ends.max() ?? start) - start) / .seconds(1)
        }
    }

    /// What the process holds of the machine's memory, in bytes; 0 where the system does not tell.
    private static var memory: Int {
        let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
        let columns = text.split(separator: " ")
        return (columns.count > 1 ? Int(columns[1]) ?? 0 : 0) * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
