/// Does a step of long work, and where there is more to do rests for twice as long: the chat has the database before it.
/// - Returns: Whether there is more to do.
func unhurried(_ step: () async throws -> Bool) async throws -> Bool {
    let clock = ContinuousClock()
    let start = clock.now
    let hasMore = try await step()
    if hasMore { try await clock.sleep(for: (clock.now - start) * 2) }
    return hasMore
}
