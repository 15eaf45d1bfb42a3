package import RoostKit

/// The rules for names: the one place that knows them.
package enum UserName {
    /// Names that speak for the server or for everybody.
    private static let reserved: Set<String> = [
        "all", "deleted", "everyone", "guest", "here", "server", "system",
    ]

    /// The user whose name is `text`, with its letters in lower case.
    ///
    /// A name has 1 to 32 of `a`-`z`, `0`-`9`, `.`, `_` and `-`, and begins with a letter or digit. Only ASCII letters
    /// are lowered, so that no other character turns into one.
    package static func normalized(_ text: String) throws(UserNameError) -> UserID {
        guard Limits.nameLength.contains(text.utf8.count) else { throw .length }
        let name = text.utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 + 32 : $0 }
        guard name.allSatisfy(isAllowed) else { throw .character }
        guard let first = name.first, isLetterOrDigit(first) else { throw .beginning }
        let normalized = String(decoding: name, as: UTF8.self)
        guard !reserved.contains(normalized) else { throw .reserved }
        return UserID(rawValue: normalized)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }
}
