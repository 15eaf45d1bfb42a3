package import RoostKit
package import RoostStore

extension Authority {
    /// How `session`'s user wants to be called, or `nil`.
    package func displayName(of session: Session) async throws(StoreError) -> String? {
        try await store.displayNames.find(of: session.user)
    }

    /// What those of `users` are called who have a display name.
    package func displayNames(of users: [UserID]) async throws(StoreError) -> [UserID: String] {
        try await store.displayNames.find(of: users)
    }

    /// Sets how `session`'s user wants to be called; `nil` for just by their name.
    package func setDisplayName(_ name: DisplayName?, of session: Session) async throws(StoreError) {
        try await store.displayNames.set(name?.text, of: session.user)
        await observer?.renamed(session.user, to: name?.text)
    }
}
