internal import CCrypt
internal import Glibc

/// bcrypt as the system's libcrypt does it, on the calling thread: only to know the passwords of accounts from elsewhere.
enum Bcrypt {
    /// Whether `password` is the one that `hash`, such as `$2b$12$...`, was made of.
    ///
    /// `nil` where there is no memory to find out.
    static func verify(_ password: [UInt8], against hash: String) -> Bool? {
        // It would read no further than a zero, and take any password that begins so.
        guard !password.contains(0) else { return false }
        var memory: UnsafeMutableRawPointer?
        var size: Int32 = 0
        defer { free(memory) }
        let made = (password + [0]).withUnsafeBufferPointer { bytes in
            bytes.withMemoryRebound(to: CChar.self) { crypt_ra($0.baseAddress, hash, &memory, &size) }
        }
        guard let made else { return memory == nil ? nil : false }
        return isSame(Array(String(cString: made).utf8), Array(hash.utf8))
    }

    /// Whether the two are the same, in a time that does not tell where they differ.
    private static func isSame(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        a.count == b.count && zip(a, b).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
