import RoostAuth
import RoostKit

/// A grant as commands print it.
struct GrantRecord: Encodable {
    let holder: String
    let right: String
    let resource: String
    let endsAt: String?

    init(_ held: OwnedGrant) {
        holder = held.holder
        right = held.grant.right
        resource = held.grant.resource
        endsAt = held.grant.endsAt.map { WireTime.text(of: $0) }
    }

    /// Prints it, for programs or for people.
    func show(asJSON: Bool) throws {
        if asJSON { return try printJSON(self) }
        print("\(holder)\t\(right)\t\(resource)\(endsAt.map { "\tuntil \($0)" } ?? "")")
    }
}
