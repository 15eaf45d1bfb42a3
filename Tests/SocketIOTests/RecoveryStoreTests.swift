import NIOCore
import SocketIO
import Testing

@Suite("Socket.IO: what is kept in memory for those who come back")
struct RecoveryStoreTests {
    private func store(_ maxDisconnection: TimeAmount = .minutes(2), eventLimit: Int = 10)
        -> any RecoveryStore
    {
        RecoveryConfiguration(maxDisconnection: maxDisconnection, eventLimit: eventLimit).store("/")
    }

    private func session(_ pid: String, in rooms: Set<String> = []) -> RecoverableSession {
        RecoverableSession(pid: pid, id: "id of \(pid)", rooms: rooms, state: nil, offset: "")
    }

    private func audience(_ rooms: [String], except: [String] = []) -> Audience {
        var audience = Audience()
        (audience.rooms, audience.except) = (rooms, except)
        return audience
    }

    /// The names of the events that `session` missed.
    private func names(_ session: RecoverableSession, _ offset: String, _ store: any RecoveryStore) -> [JSON]?
    {
        store.missed(by: session, after: offset)?.compactMap(\.first)
    }

    @Test("a session is found once, and not after its time")
    func time() {
        let inTime = store()
        inTime.keep(session("ada"))
        #expect(inTime.take(pid: "ben") == nil)
        #expect(inTime.take(pid: "ada")?.id == "id of ada")
        #expect(inTime.take(pid: "ada") == nil)
        let tooLate = store(.zero)
        tooLate.keep(session("ada"))
        #expect(tooLate.take(pid: "ada") == nil)
    }

    @Test("missed is what was for the session's rooms, and not for rooms that were left out")
    func audiences() {
        let store = store()
        let start = store.latestOffset
        for (name, audience) in [
            ("all", audience([])), ("red", audience(["red"])), ("blue", audience(["blue"])),
            ("own", audience(["id of ada"])), ("not red", audience([], except: ["red"])),
            ("not ada", audience(["red"], except: ["id of ada"])),
            ("not blue", audience([], except: ["blue"])),
        ] {
            _ = store.record([.string(name)], to: audience)
        }
        #expect(names(session("ada", in: ["red"]), start, store) == ["all", "red", "own", "not blue"])
    }

    @Test("with a gap, with an offset of another run, or with none, nothing can be told")
    func gaps() {
        let store = store(eventLimit: 2)
        let offsets = [store.latestOffset] + (1...3).map { store.record([.integer($0)], to: audience([])) }
        #expect(names(session("ada"), offsets[0], store) == nil)
        #expect(names(session("ada"), offsets[1], store) == [2, 3])
        #expect(names(session("ada"), offsets[3], store) == [])
        let number = offsets[2].split(separator: "-").last ?? ""
        for strange in ["another-\(number)", String(number), "", "\(offsets[2])-1", offsets[2] + "9"] {
            #expect(names(session("ada"), strange, store) == nil)
        }
    }

    @Test("no more sessions are kept than events")
    func sessions() {
        let full = store(eventLimit: 2)
        for pid in ["ada", "ben", "cleo"] { full.keep(session(pid)) }
        #expect(["ada", "ben"].allSatisfy { full.take(pid: $0) != nil })
        #expect(full.take(pid: "cleo") == nil)
    }
}
