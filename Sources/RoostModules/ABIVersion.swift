/// What a binary was compiled against: the parts of `RoostABI.compiled`.
struct ABIVersion: RawRepresentable, Hashable {
    let rawValue: UInt64

    private var kitMajor: UInt64 { rawValue >> 32 }
    private var kitMinor: UInt64 { rawValue >> 24 & 0xff }
    private var swift: UInt64 { rawValue & 0xff_ff_ff }
    private var swiftMinor: UInt64 { swift >> 8 }

    /// The compiler's version, such as `6.3.1`.
    var swiftText: String { "\(swift >> 16).\(swift >> 8 & 0xff).\(swift & 0xff)" }

    /// Why a host of this version cannot load the module at `path`, which is of version `module`.
    ///
    /// The kit keeps its binary interface in later minors; Swift promises none on Linux.
    func refusal(of module: ABIVersion, at path: String) -> ModuleFault? {
        if module.kitMajor != kitMajor || module.kitMinor > kitMinor { return .otherKit(path: path) }
        guard module.swiftMinor == swiftMinor else {
            return .otherSwift(path: path, theirs: module.swiftText, ours: swiftText)
        }
        return nil
    }

    /// Whether `module` was made by another patch of the same Swift, which is likely to work.
    func isOtherPatch(_ module: ABIVersion) -> Bool {
        swiftMinor == module.swiftMinor && swift != module.swift
    }
}
