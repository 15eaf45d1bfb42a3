internal import Glibc

extension [UInt8] {
    /// `count` bytes that nobody can guess, from the system's generator, which has at most 256 at a time.
    static func random(count: Int) -> [UInt8] {
        // One call to the system for all of them.
        [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            precondition(
                bytes.baseAddress.map { getentropy($0, count) } ?? 0 == 0,
                "the system has no random numbers"
            )
            filled = count
        }
    }
}
