import RoostKit
import RoostStore
import RoostTestKit
import Synchronization
import Testing

@testable import RoostAuth

@Suite("Authority: who shows the rooms hears of their changes")
struct ObserverTests {
    /// Writes down what it hears of roles, names and ends.
    private final class Observer: RoomObserver {
        private let all = Mutex<[String]>([])

        var heard: [String] { all.withLock(\.self) }

        private func hear(_ text: String) { all.withLock { $0.append(text) } }

        func added(_ room: StoredRoom, members: [UserID], by maker: UserID?) async {}
        func changed(_ room: StoredRoom, from old: StoredRoom) async {}
        func changedRole(of user: UserID, to role: String?, in room: RoomID, by changer: UserID?) async {
            hear("\(user) is \(role ?? "nothing") in \(room)")
        }
        func invited(_ user: UserID, to room: RoomID, by inviter: UserID) async {}
        func closing(_ id: RoomID) async throws { hear("\(id) closes") }
        func reopening(_ id: RoomID) async { hear("\(id) opens") }
        func deleted(_ id: RoomID, by deleter: UserID?) async { hear("\(id) is gone") }
        func renamed(_ user: UserID, to displayName: String?) async {
            hear("\(user) is called \(displayName ?? "so")")
        }
    }

    @Test("of roles, of names, and of a room that could not be deleted that it stays")
    func hears() async throws {
        let (stage, observer) = (try await Stage(), Observer())
        let authority = try await Authority.open(
            store: stage.store,
            hasher: stage.hasher,
            policy: .open,
            observer: observer
        )
        let ada = try await authority.enter("ada").session
        let lobby = RoomID(rawValue: "lobby")
        for role in ["member", nil] { _ = try await authority.setRole(role, of: "ada", in: lobby) }
        for name in [try DisplayName("Ada L."), nil] { try await authority.setDisplayName(name, of: ada) }
        try await authority.signOut(ada)
        await #expect(throws: AccountError.outdated) {
            try await authority.deleteRoom(lobby, by: Origin(ada))
        }
        try await authority.deleteRoom(lobby)
        #expect(
            observer.heard == [
                "ada is member in lobby", "ada is nothing in lobby", "ada is called Ada L.",
                "ada is called so",
                "lobby closes", "lobby opens", "lobby closes", "lobby is gone",
            ]
        )
    }
}
