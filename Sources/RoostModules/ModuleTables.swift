internal import RoostKit
internal import RoostStore

/// A module's way into the server's database.
struct ModuleTables: ModuleStore {
    let store: Store

    @concurrent
    func read(_ query: Statement) async throws -> [[SQLValue]] {
        try await StoreVisits.visit { try await store.read(query) }
    }

    @concurrent
    func write(_ statements: [Statement]) async throws {
        try await StoreVisits.visit { try await store.commit(statements) }
    }
}
