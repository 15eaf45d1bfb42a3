internal import RoostKit

/// The action as moderators see it.
extension Action: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, kind, room, user, address, by, at, until, reason, amount, ends, evidence
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(kind.rawValue, forKey: .kind)
        try fields.encodeIfPresent(room?.rawValue, forKey: .room)
        if let address {
            try fields.encode(address, forKey: .address)
        } else {
            try fields.encodeIfPresent(target, forKey: .user)
        }
        try fields.encodeIfPresent(by?.rawValue, forKey: .by)
        try fields.encode(WireTime.text(of: at), forKey: .at)
        try fields.encodeIfPresent(until.map(WireTime.text), forKey: .until)
        try fields.encodeIfPresent(reason, forKey: .reason)
        try fields.encodeIfPresent(amount, forKey: .amount)
        try fields.encodeIfPresent(of, forKey: .ends)
        if !evidence.isEmpty { try fields.encode(evidence, forKey: .evidence) }
    }

    /// The guest's address that it is done to, where it is done to one.
    var address: String? { target.flatMap { $0.hasPrefix("@") ? String($0.dropFirst()) : nil } }
}

/// `moderation:changed`: what a room's members see of an action.
struct Change: Encodable, Sendable {
    let action: Int64
    let kind: String
    /// Whether it holds, or was done; or holds no more.
    let on: Bool
    /// To whom; not where that is a guest's address, which is for moderators.
    let user: String?
    let until: String?
    let amount: Int64?
    let reason: String?

    /// What `action` changes, which is done to `guest` where it is to their address; where it ended `ended`, that this is so.
    init(_ action: Action, on guest: UserID? = nil, ending ended: Action? = nil) {
        let shown = ended ?? action
        self.action = shown.id
        kind = shown.kind.rawValue
        on = ended == nil
        user = shown.address == nil ? shown.target : guest?.rawValue
        until = on ? shown.until.map(WireTime.text) : nil
        amount = on ? shown.amount : nil
        reason = action.reason
    }
}
