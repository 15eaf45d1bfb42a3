package import RoostKit

/// Somebody without an account, for as long as their connection lasts.
package struct Guest: Hashable, Sendable {
    /// A name that no account can have and no other guest has.
    package let user: UserID
    /// Where they are, as far as the server can tell.
    package let address: String?
    /// When they came, in milliseconds since 1970-01-01T00:00:00Z.
    package let since: Int64

    /// What their neighbours have in common with them, as far as limits go.
    let network: String

    init(user: UserID, address: String?, since: Int64) {
        self.user = user
        self.address = address
        self.since = since
        network = address.flatMap(ClientAddress.init)?.network ?? ""
    }
}

extension UserID {
    /// What the names of guests begin with: accounts have no colon in theirs.
    private static let guestMark = "guest:"

    /// A fresh name for a guest who wants to be called `name`, as in `guest:ada-k3f9x2`.
    ///
    /// The letters at its end are of chance, so that nobody comes back as an earlier guest.
    static func guest(_ name: String) throws(UserNameError) -> UserID {
        let name = try UserName.new(name)
        return UserID(rawValue: "\(guestMark)\(name)-\(Base32.encode(.random(count: 4)).lowercased())")
    }

    /// Whether it is a guest's.
    package var isGuest: Bool { rawValue.hasPrefix(Self.guestMark) }
}
