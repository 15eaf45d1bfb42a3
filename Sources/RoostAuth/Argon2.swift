internal import CArgon2

/// Argon2id as libargon2 does it, on the calling thread; hashes from elsewhere may be of its other kinds.
enum Argon2 {
    private static let saltByteCount = 16
    private static let tagByteCount = 32

    /// The PHC string of `password` with a fresh salt, or `nil` where there is no memory for it.
    static func hash(_ password: [UInt8], cost: PasswordCost) -> String? {
        let salt = [UInt8].random(count: saltByteCount)
        let length = argon2_encodedlen(
            cost.passes,
            cost.memoryKiB,
            1,
            UInt32(saltByteCount),
            UInt32(tagByteCount),
            Argon2_id
        )
        var phc = [CChar](repeating: 0, count: length)
        let status = argon2id_hash_encoded(
            cost.passes,
            cost.memoryKiB,
            1,
            password,
            password.count,
            salt,
            salt.count,
            tagByteCount,
            &phc,
            phc.count
        )
        guard status == ARGON2_OK.rawValue else { return nil }
        return String(decoding: phc.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// Whether `password` is the one that `phc` was made of; `nil` where there is no memory to find out.
    static func verify(_ password: [UInt8], against phc: String) -> Bool? {
        let kind = phc.hasPrefix("$argon2id$") ? Argon2_id : phc.hasPrefix("$argon2i$") ? Argon2_i : Argon2_d
        return switch argon2_verify(phc, password, password.count, kind) {
        case ARGON2_OK.rawValue: true
        case ARGON2_MEMORY_ALLOCATION_ERROR.rawValue: nil
        default: false
        }
    }
}
