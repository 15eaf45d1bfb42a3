import RoostAuth
import RoostKit

/// An account as clients see it.
struct AccountBody: Encodable, Sendable {
    let name: String
    let role: String

    init(_ account: Account) {
        name = account.user.rawValue
        role = account.role.rawValue
    }
}
