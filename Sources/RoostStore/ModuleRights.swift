package import RoostKit

/// The rights that modules declared.
package struct ModuleRights: Sendable {
    let store: Store

    /// Grants `right` to the roles that have it by default, as `origin`, unless it was declared before; answers whether it did.
    package func add(_ right: ModuleRight, by origin: Origin, at time: Int64) async throws(StoreError) -> Bool
    {
        try await store.writer.commit { database in
            let declaration = Statement(
                "INSERT OR IGNORE INTO module_right VALUES (?1, ?2) RETURNING \"right\"",
                [.text(right.right.rawValue), .integer(time)]
            )
            guard try !database.ids(of: declaration).isEmpty else { return false }
            let resource = right.scope == .server ? "server" : "room:*"
            let holders =
                right.roles.map { ("role:\($0)", resource) }
                + right.roomRoles.map { ("room-role:\($0)", "room") }
            for (holder, resource) in holders {
                let grant = StoredGrant(right: right.right.rawValue, resource: resource)
                try database.run(Grants.insertion(of: grant, to: holder))
                let entry = AuditEntry(
                    at: time,
                    origin: origin,
                    action: "grant.add",
                    target: holder,
                    details: grant.text
                )
                try database.run(AuditLog.insertion(of: entry))
            }
            return true
        }
    }
}

extension Store {
    /// The rights that modules declared.
    package var moduleRights: ModuleRights { ModuleRights(store: self) }
}
