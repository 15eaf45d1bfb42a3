import SocketIO
import Synchronization
import Testing

@testable import RoostAuth
@testable import RoostServer

@Suite("KeptClients: clients that lost their connections")
struct KeptClientsTests {
    private let session = SessionID(rawValue: "session")

    private func client(of user: String = "ada", until end: Int64, rooms: Int = 0) -> KeptClient {
        let positions = Dictionary(uniqueKeysWithValues: (0..<rooms).map { ("room \($0)", Int64(1)) })
        return KeptClient(
            user: user,
            session: "session",
            trail: Trail(positions: positions),
            status: "online",
            endsAt: end
        )
    }

    @Test("those whose time is over are given up, also such as were in no room")
    func sweep() {
        let time = Mutex<Int64>(1)
        let kept = KeptClients { time.withLock { $0 } }
        for number in 0..<1_000 { kept.keep(client(of: "user \(number)", until: 10), as: "pid \(number)") }
        #expect(kept.count == 1_000)
        time.withLock { $0 += KeptClients.time }
        kept.keep(client(until: 2 * KeptClients.time), as: "last")
        #expect(kept.count == 1)
        #expect(kept.take("last", of: SessionID(rawValue: "another")) == nil)
        #expect(kept.take("last", of: session) != nil && kept.take("last", of: session) == nil)
    }

    @Test("clients that come and go within their time do not pile up beyond the limit")
    func limit() {
        let kept = KeptClients { 1 }
        let rooms = KeptClients.sizeLimit / 10 - 1
        for number in 0..<12 {
            kept.keep(client(of: "user \(number)", until: 10, rooms: rooms), as: "pid \(number)")
        }
        #expect(kept.count == 10)
    }

    @Test("of one user the latest are kept, and nobody else's are given up for them")
    func limitOfUser() async throws {
        let kept = KeptClients { 1 }
        kept.keep(client(of: "ben", until: 10), as: "ben's")
        let pids = (0..<100).map { "pid \($0)" }
        for pid in pids { kept.keep(client(until: 10), as: pid) }
        // One that comes again is the latest, and not one more.
        kept.keep(client(until: 10), as: pids[68])
        #expect(kept.count == KeptClients.limitOfUser + 1)
        #expect(kept.take(pids[67], of: session) == nil)
        #expect(pids[68...].allSatisfy { kept.take($0, of: session) != nil })
        #expect(kept.take("ben's", of: session) != nil && kept.count == 0)
    }
}
