internal import RoostKit

/// A condition of a token that this server understands.
enum Caveat: Hashable, Sendable {
    /// The token holds until this time, in milliseconds since 1970-01-01T00:00:00Z: `expires < 2026-01-31T12:00:00Z`.
    case expires(before: Int64)
    /// It opens these rooms alone, and nothing of the server: `room = lobby` or `room = lobby,den`.
    case rooms([RoomID])
    /// It gives these rights at most: `rights = join,read`.
    case rights([Right])
    /// It, with all that is narrowed from it, is used so often at most: `uses <= 5`.
    case uses(atMost: Int64)
    /// It is used from these addresses alone: `ip = 10.0.0.0/8`.
    case address(AddressRange)

    private static let expiresPrefix = "expires < "
    private static let roomsPrefix = "room = "
    private static let rightsPrefix = "rights = "
    private static let usesPrefix = "uses <= "
    private static let addressPrefix = "ip = "

    /// The condition that `bytes` spell, or `nil` where this server does not know it.
    init?(_ bytes: [UInt8]) {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        self.init(text)
    }

    /// The condition that `text` spells, or `nil` where this server does not know it.
    init?(_ text: String) {
        if let rest = text.suffix(after: Self.expiresPrefix) {
            guard let time = CaveatTime.milliseconds(rest) else { return nil }
            self = .expires(before: time)
        } else if let rest = text.suffix(after: Self.roomsPrefix) {
            guard let names = Self.list(rest) else { return nil }
            self = .rooms(names.map(RoomID.init))
        } else if let rest = text.suffix(after: Self.rightsPrefix) {
            guard let names = Self.list(rest) else { return nil }
            self = .rights(names.map(Right.init(rawValue:)))
        } else if let rest = text.suffix(after: Self.usesPrefix) {
            guard let count = Self.count(rest) else { return nil }
            self = .uses(atMost: count)
        } else if let rest = text.suffix(after: Self.addressPrefix) {
            guard let range = AddressRange(String(rest)) else { return nil }
            self = .address(range)
        } else {
            return nil
        }
    }

    /// The condition's spelling.
    var text: String {
        switch self {
        case .expires(let time): Self.expiresPrefix + CaveatTime.text(of: time)
        case .rooms(let rooms): Self.roomsPrefix + rooms.map(\.rawValue).joined(separator: ",")
        case .rights(let rights): Self.rightsPrefix + rights.map(\.rawValue).joined(separator: ",")
        case .uses(let count): Self.usesPrefix + String(count)
        case .address(let range): Self.addressPrefix + range.text
        }
    }

    /// The names in `text`, which stand between commas and have neither those nor white space.
    private static func list(_ text: Substring) -> [String]? {
        let names = text.split(separator: ",", omittingEmptySubsequences: false)
        let isList = names.allSatisfy { name in
            !name.isEmpty && !name.unicodeScalars.contains { $0.properties.isWhitespace || $0.value < 0x20 }
        }
        return isList ? names.map(String.init) : nil
    }

    /// A number of one to nine digits, and no other spelling of it.
    private static func count(_ text: Substring) -> Int64? {
        guard let count = Int64(text), 1..<1_000_000_000 ~= count, String(count) == text else { return nil }
        return count
    }
}

extension String {
    /// What follows `prefix`, where the text begins with that.
    fileprivate func suffix(after prefix: String) -> Substring? {
        // By bytes: characters that combine with the prefix's last one would hide it.
        guard utf8.starts(with: prefix.utf8) else { return nil }
        return self[utf8.index(utf8.startIndex, offsetBy: prefix.utf8.count)...]
    }
}
