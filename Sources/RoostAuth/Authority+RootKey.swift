internal import RoostStore

extension Authority {
    /// Signs with a new key from now on; tokens of earlier keys are believed for `grace` more.
    ///
    /// Everybody who is connected is cut, and comes again with the same token as far as that is believed.
    package func rotateKey(grace: Duration) async throws(AccountError) {
        let time = now()
        do {
            let keys = try await store.rootKeys.add(
                .random(count: 32),
                ending: time + grace.milliseconds,
                at: time,
                noting: entry("key.rotate", "server", by: .command)
            )
            keyring.replace(with: keys)
        } catch {
            throw .unavailable(error)
        }
        await live.endAll(.rightsChanged)
    }
}
