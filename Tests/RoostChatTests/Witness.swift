import RoostKit
import RoostStore
import Synchronization

@testable import RoostChat

/// Writes down what rooms announce and answer, in order.
final class Witness: Announcer {
    enum Fact: Equatable {
        case posted(Message)
        case changed(MessageChange)
        case noted(RoomFact)
        case answered(Message)
        case joined(UserID)
        case left(UserID)
        case typing([UserID])
        case attended(AttendanceChange)
        case updated(StoredRoom)
    }

    private let all = Mutex<[Fact]>([])
    private let (news, continuation) = AsyncStream.makeStream(of: Void.self)

    var facts: [Fact] { all.withLock { $0 } }

    /// Those for modules and devices about messages and who comes and goes, without what was told together.
    var plainFacts: [Fact] { facts.filter { if case .attended = $0 { false } else { true } } }

    var posted: [Message] {
        facts.compactMap { if case .posted(let message) = $0 { message } else { nil } }
    }

    var changes: [MessageChange] {
        facts.compactMap { if case .changed(let change) = $0 { change } else { nil } }
    }

    func added(_ entry: RoomEntry) {
        switch entry {
        case .posted(let message): add(.posted(message))
        case .changed(let change): add(.changed(change))
        case .noted(let fact): add(.noted(fact))
        }
    }
    func answered(_ message: Message) { add(.answered(message)) }
    func attended(_ change: AttendanceChange, _ room: RoomID) { add(.attended(change)) }
    func joined(_ user: UserID, _ room: RoomID) { add(.joined(user)) }
    func left(_ user: UserID, _ room: RoomID) { add(.left(user)) }
    func changed(_ room: StoredRoom, from old: StoredRoom) { add(.updated(room)) }
    func typing(_ users: [UserID], _ room: RoomID) { add(.typing(users)) }

    /// Returns once this was announced; for one caller.
    func fact(_ fact: Fact) async {
        if facts.contains(fact) { return }
        for await _ in news where facts.contains(fact) { break }
    }

    private func add(_ fact: Fact) {
        all.withLock { $0.append(fact) }
        continuation.yield()
    }
}
