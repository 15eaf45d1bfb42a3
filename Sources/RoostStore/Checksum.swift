/// A fingerprint of a text that tells whether somebody edited it: FNV-1a, 64 bits.
///
/// It finds accidents, not attacks: whoever may edit the file may edit the database beside it.
struct Checksum: Hashable {
    /// Sixteen lower-case hexadecimal digits.
    let text: String

    init(of content: String) {
        let hash = content.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        let digits = String(hash, radix: 16)
        text = String(repeating: "0", count: 16 - digits.count) + digits
    }
}
