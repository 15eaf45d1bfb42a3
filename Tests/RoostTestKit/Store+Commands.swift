package import RoostKit
package import RoostStore

// What commands do before a test begins.
extension Store {
    /// Adds `room`.
    package func add(_ room: StoredRoom) async throws(StoreError) {
        _ = try await RightsChanges(store: self, by: .command, at: room.createdAt).add(room)
    }

    /// Gives `grant` to `user`, who has an account.
    package func add(_ grant: StoredGrant, to user: UserID) async throws(StoreError) {
        _ = try await RightsChanges(store: self, by: .command, at: 1).add(grant, to: "user:\(user)")
    }
}
