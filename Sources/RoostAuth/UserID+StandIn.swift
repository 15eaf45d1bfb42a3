internal import RoostKit

extension UserID {
    /// What stand-ins for deleted users begin with: accounts have no colon in theirs.
    private static let standInMark = "deleted:"

    /// A fresh id for what stays of somebody whose account is deleted, as in `deleted:k3f9x2qa`.
    static func standIn() -> UserID {
        UserID(rawValue: standInMark + Base32.encode(.random(count: 5)).lowercased())
    }

    /// Whether it stands for somebody whose account is deleted.
    var isStandIn: Bool { rawValue.hasPrefix(Self.standInMark) }
}
