internal import Glibc

/// A shared object in this process, which stays until the process ends.
struct SharedObject {
    private let handle: UnsafeMutableRawPointer

    /// Why a file could not be opened, in the words of the system.
    struct OpeningError: Error {
        let reason: String

        /// Whether the file needs a function of RoostKit that this one does not have.
        var lacksKitSymbol: Bool {
            guard let range = reason.firstRange(of: "undefined symbol: ") else { return false }
            let symbol = reason[range.upperBound...]
            return symbol.hasPrefix("$s8RoostKit") || symbol.hasPrefix("roost_kit_")
        }
    }

    /// Opens the file at `path`, with all that it needs resolved; a second time gives the same object.
    ///
    /// Code of Swift is never unmapped: its types stay in the runtime's tables.
    init(path: String) throws(OpeningError) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            let text = dlerror().map { String(cString: $0) } ?? "it cannot be opened"
            let prefix = "\(path): "
            throw OpeningError(reason: text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text)
        }
        self.handle = handle
    }

    /// Where the object, or else one that it is linked to, has `name`.
    func address(of name: String) -> UnsafeMutableRawPointer? { dlsym(handle, name) }

    /// Where the program or a library that it is linked to has `name`.
    static func addressInProgram(of name: String) -> UnsafeMutableRawPointer? {
        // A null handle is RTLD_DEFAULT, which Glibc's module does not show.
        dlsym(nil, name)
    }
}
