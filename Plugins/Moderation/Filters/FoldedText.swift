internal import Foundation

/// A text as filters compare it: in Unicode's form NFKC, in lower case, and without characters that nobody sees.
///
/// So full-width letters, letters of mathematics and zero-width spaces do not hide a word.
struct FoldedText {
    /// The folded text in UTF-8.
    let bytes: [UInt8]
    /// For each byte, the place among `characters` of what it came from.
    let origins: [Int32]
    /// For each byte, whether it is of a letter, a digit or `_`.
    let isWord: [Bool]
    /// The text as it was written.
    let characters: [Character]

    init(_ text: String) {
        var (bytes, origins, isWord) = ([UInt8](), [Int32](), [Bool]())
        bytes.reserveCapacity(text.utf8.count)
        origins.reserveCapacity(text.utf8.count)
        isWord.reserveCapacity(text.utf8.count)
        characters = Array(text)
        for (index, character) in characters.enumerated() {
            if let ascii = character.asciiValue {
                bytes.append(65...90 ~= ascii ? ascii + 32 : ascii)
                origins.append(Int32(index))
                isWord.append(Self.isWord(ascii))
                continue
            }
            let (folded, isLetter) = Self.fold(character)
            for byte in folded {
                bytes.append(byte)
                origins.append(Int32(index))
                isWord.append(isLetter)
            }
        }
        (self.bytes, self.origins, self.isWord) = (bytes, origins, isWord)
    }

    /// Whether a word could begin or end before the byte `place`.
    func isBoundary(_ place: Int) -> Bool {
        place == 0 || place == bytes.count || !isWord[place - 1] || !isWord[place]
    }

    private static func isWord(_ ascii: UInt8) -> Bool {
        48...57 ~= ascii || 65...90 ~= ascii || 97...122 ~= ascii || ascii == 95
    }

    private static func fold(_ character: Character) -> (bytes: [UInt8], isLetter: Bool) {
        var visible = String.UnicodeScalarView()
        for scalar in character.unicodeScalars where !scalar.properties.isDefaultIgnorableCodePoint {
            visible.append(scalar)
        }
        let folded = String(visible).precomposedStringWithCompatibilityMapping.lowercased()
        let isLetter = folded.unicodeScalars.first.map { scalar in
            scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
        return (Array(folded.utf8), isLetter ?? false)
    }
}
