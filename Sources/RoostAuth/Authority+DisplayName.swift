package import RoostStore

extension Authority {
    /// How `session`'s user wants to be called, or `nil`.
    package func displayName(of session: Session) async throws(StoreError) -> String? {
        try await store.displayNames.find(of: session.user)
    }

    /// Sets how `session`'s user wants to be called; `nil` for just by their name.
    package func setDisplayName(_ name: DisplayName?, of session: Session) async throws(StoreError) {
        try await store.displayNames.set(name?.text, of: session.user)
    }
}
