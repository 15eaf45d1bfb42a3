import RoostKit
import RoostTestKit
import Testing

@testable import RoostStore

@Suite("DisplayNames: of many")
struct DisplayNamesTests {
    private let ada = UserID(rawValue: "ada")
    private let ben = UserID(rawValue: "ben")

    @Test("those who have a display name are told, once each, and nobody else")
    func findsMany() async throws {
        let folder = try TemporaryFolder()
        let store = try await folder.openStore()
        for (user, role) in [(ada, "admin"), (ben, "member")] {
            try await store.users.add(StoredUser(id: user, role: role, password: "old", createdAt: 1))
        }
        try await store.displayNames.set("Ada Lovelace", of: ada)
        let users = [ada, ben, ada, UserID(rawValue: "\"nobody'")]
        #expect(try await store.displayNames.find(of: users) == [ada: "Ada Lovelace"])
    }
}
