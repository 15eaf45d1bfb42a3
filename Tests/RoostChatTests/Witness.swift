import RoostKit
import Synchronization

@testable import RoostChat

/// Writes down what rooms announce and answer, in order.
final class Witness: Announcer {
    enum Fact: Equatable {
        case posted(Message)
        case answered(Message)
        case joined(UserID)
        case left(UserID)
    }

    private let all = Mutex<[Fact]>([])

    var facts: [Fact] { all.withLock { $0 } }

    var posted: [Message] {
        facts.compactMap { if case .posted(let message) = $0 { message } else { nil } }
    }

    func posted(_ message: Message) { add(.posted(message)) }
    func answered(_ message: Message) { add(.answered(message)) }
    func joined(_ user: UserID, _ room: RoomID) { add(.joined(user)) }
    func left(_ user: UserID, _ room: RoomID) { add(.left(user)) }

    private func add(_ fact: Fact) { all.withLock { $0.append(fact) } }
}
