internal import GRDB
package import RoostKit

/// The table of the networks that users signed in from.
package struct SignInNetworks: Sendable {
    let store: Store

    /// Whether `user` signed in from `network` before.
    package func contains(_ network: String, of user: UserID) async throws(StoreError) -> Bool {
        let query = Statement(
            "SELECT 1 FROM sign_in_network WHERE user = ?1 AND network = ?2",
            [.text(user.rawValue), .text(network)]
        )
        return try await !store.read(query).isEmpty
    }

    /// Notes that `user` signed in from `network` at `time`.
    ///
    /// A user has sixteen networks at most: the oldest make room.
    package func keep(_ network: String, of user: UserID, at time: Int64) async throws(StoreError) {
        let user = SQLValue.text(user.rawValue)
        try await store.commit([
            Statement(
                "INSERT OR REPLACE INTO sign_in_network (user, network, last_at) VALUES (?1, ?2, ?3)",
                [user, .text(network), .integer(time)]
            ),
            Statement(
                """
                DELETE FROM sign_in_network WHERE user = ?1 AND network NOT IN (
                    SELECT network FROM sign_in_network WHERE user = ?1 ORDER BY last_at DESC LIMIT ?2
                )
                """,
                [user, .integer(Int64(Limits.networksPerUser))]
            ),
        ])
    }
}

extension Store {
    /// The table of the networks that users signed in from.
    package var signInNetworks: SignInNetworks { SignInNetworks(store: self) }
}
