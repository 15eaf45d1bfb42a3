import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("DisplayNames: of many")
struct DisplayNamesTests {
    private let ada = UserID(rawValue: "ada")
    private let ben = UserID(rawValue: "ben")
    private let imported = UserID(rawValue: "imported")

    @Test("those who have a display name, and those who were deleted, are told apart from the rest")
    func tellsApart() async throws {
        let folder = try TemporaryFolder()
        let store = try await folder.openStore()
        for (user, role) in [(ada, "admin"), (ben, "member")] {
            try await store.users.add(StoredUser(id: user, role: role, password: "old", createdAt: 1))
        }
        try await store.displayNames.set("Ada Lovelace", of: ada)
        try await store.displayNames.set("Ben", of: ben)
        try await store.users.reserve(imported, at: 1)
        let users = [ada, ben, imported, UserID(rawValue: "nobody")]
        let before = try await store.displayNames.find(of: users)
        #expect(before.names == [ada: "Ada Lovelace", ben: "Ben"])
        #expect(before.deleted.isEmpty)

        let erasure = UserErasure(
            user: ben,
            standIn: UserID(rawValue: "deleted:x"),
            removesMessages: false
        )
        _ = try await AccountChanges(store: store, administrator: "admin", by: .command, at: 7).delete(
            erasure
        )
        let after = try await store.displayNames.find(of: users)
        #expect(after.names == [ada: "Ada Lovelace"])
        #expect(after.deleted == [ben])
    }
}
