internal import Foundation

/// How a user wants to be called, in any script: not unique, and never shown without the name.
package struct DisplayName: Hashable, Sendable {
    /// The text in Unicode's normal form C.
    package let text: String

    /// The display name that `text` is, without the space around it.
    ///
    /// It has 1 to 64 characters of at most 256 bytes, one of them visible, and none that is invisible, ends a line or
    /// turns the direction of what is written around it.
    package init(_ text: String) throws(DisplayNameError) {
        let composed = text.precomposedStringWithCanonicalMapping
            .trimmingCharacters(in: .whitespaces)
        guard Limits.displayNameLength.contains(composed.count),
            composed.utf8.count <= Limits.displayNameBytes
        else { throw .length }
        let scalars = composed.unicodeScalars
        guard scalars.allSatisfy(Self.isAllowed), scalars.contains(where: Self.isVisible) else {
            throw .character
        }
        self.text = composed
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        // They join letters of several scripts, and emoji, and pick an emoji's look.
        case "\u{200C}", "\u{200D}", "\u{FE0E}", "\u{FE0F}": return true
        case " ": return true
        default: break
        }
        guard !scalar.properties.isDefaultIgnorableCodePoint else { return false }
        switch scalar.properties.generalCategory {
        // Format characters hold those that turn the direction of writing.
        case .control, .format, .surrogate, .privateUse, .unassigned: return false
        case .lineSeparator, .paragraphSeparator, .spaceSeparator: return false
        default: return true
        }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark, .spaceSeparator, .format: false
        // A blank of Braille has ink in no font.
        default: scalar != "\u{2800}"
        }
    }
}
