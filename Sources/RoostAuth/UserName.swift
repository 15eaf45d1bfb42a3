internal import Foundation
package import RoostKit

/// The rules for names: the one place that knows them.
package enum UserName {
    /// Names that speak for the server, for those who run it, or for everybody, as `look` has them.
    private static let reserved = Set(
        [
            "admin", "administrator", "all", "anonymous", "channel", "deleted", "everyone", "guest", "here",
            "me", "mod", "moderator", "official", "operator", "postmaster", "roost", "root",
            "security", "server", "service", "staff", "support", "system", "team", "webmaster",
        ].map(look)
    )

    /// The name that `text` is for a new user: not a reserved one, nor one that looks like it.
    ///
    /// The store refuses those that look like names that exist.
    package static func new(_ text: String) throws(UserNameError) -> UserID {
        let id = try normalized(text)
        guard !reserved.contains(look(id.rawValue)) else { throw .reserved }
        return id
    }

    /// The user whose name is `text`, in Unicode's form NFKC and with its letters in lower case.
    ///
    /// A name then has 1 to 32 of `a`-`z`, `0`-`9`, `.`, `_` and `-`, and begins with a letter or digit.
    package static func normalized(_ text: String) throws(UserNameError) -> UserID {
        // Bounded before it costs anything: a character has at most four bytes.
        guard 1...Limits.nameLength.upperBound * 4 ~= text.utf8.count else { throw .length }
        // ASCII is in that form as it is.
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 }
        let name = (isPlain ? text : text.precomposedStringWithCompatibilityMapping).utf8
            .map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 + 32 : $0 }
        guard name.allSatisfy(isAllowed) else { throw .character }
        guard Limits.nameLength.contains(name.count) else { throw .length }
        guard let first = name.first, isLetterOrDigit(first) else { throw .beginning }
        return UserID(rawValue: String(decoding: name, as: UTF8.self))
    }

    /// What names that look alike have in common; migrations/0006-sign-in.sql has the same.
    private static func look(_ name: String) -> String {
        var look: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "0"): look.append(UInt8(ascii: "o"))
            case UInt8(ascii: "1"): look.append(UInt8(ascii: "l"))
            case UInt8(ascii: "n") where look.last == UInt8(ascii: "r"):
                look[look.count - 1] = UInt8(ascii: "m")
            default: look.append(byte)
            }
        }
        return String(decoding: look, as: UTF8.self)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}
