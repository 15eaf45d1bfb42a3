internal import GRDB
internal import RoostKit

/// What clients find again after a restart of the server, each by its secret.
package struct KeptStates: Sendable {
    /// How many rows are written at once.
    private static let page = 500

    let store: Store

    /// Keeps `states`, by the clients' secrets.
    package func add(_ states: [(pid: String, state: String)]) async throws(StoreError) {
        for start in stride(from: 0, to: states.count, by: Self.page) {
            try await store.commit(
                states[start...].prefix(Self.page).map { pid, state in
                    Statement(
                        "INSERT OR REPLACE INTO kept_client (pid, state) VALUES (?1, ?2)",
                        [.text(pid), .text(state)]
                    )
                }
            )
        }
    }

    /// All of them, which are not kept any longer.
    package func take() async throws(StoreError) -> [(pid: String, state: String)] {
        let query = Statement("SELECT pid, state FROM kept_client")
        let states = try await store.read(query) { row in
            (pid: try row.decode(String.self, atIndex: 0), state: try row.decode(String.self, atIndex: 1))
        }
        try await store.commit([Statement("DELETE FROM kept_client")])
        return states
    }
}

extension Store {
    /// What clients find again after a restart.
    package var keptStates: KeptStates { KeptStates(store: self) }
}
