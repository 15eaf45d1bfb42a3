internal import CModuleGuard
internal import RoostKit

/// The file of one module: opened, and checked before the module is made.
struct ModuleFile {
    let name: String
    /// Where it is installed.
    let path: String
    /// Where it is opened from: its path, or that of a copy.
    let openedPath: String

    init(name: String, path: String, openedPath: String? = nil) {
        self.name = name
        self.path = path
        self.openedPath = openedPath ?? path
    }

    private typealias Version = @convention(c) () -> UInt64
    private typealias Make = @convention(c) () -> UnsafeMutableRawPointer

    /// What this program was compiled against.
    static var ours: ABIVersion { ABIVersion(rawValue: RoostABI.compiled) }

    /// The module's factory, and what the module was compiled against; crashes of its code go to `mark`.
    func open(mark: CrashJournal.Mark? = nil) throws(ModuleFault) -> (
        factory: ModuleFactory, version: ABIVersion
    ) {
        let object = try sharedObject()
        let version = try address(of: "roost_abi_\(name)", in: object)
        let make = try address(of: "roost_make_\(name)", in: object)
        // Without room for it, crashes on threads of others are not the module's; those on its own still are.
        if let mark { _ = roost_guard_claim(make, mark.pointer) }
        // Unsafe: the names promise these types; a file that breaks the promise is as bad as any code in it.
        let theirs = ABIVersion(rawValue: unsafeBitCast(version, to: Version.self)())
        if let fault = Self.ours.refusal(of: theirs, at: path) { throw fault }
        guard try address(of: KitFile.anchor, in: object) == SharedObject.addressInProgram(of: KitFile.anchor)
        else { throw .ownKit(path: path) }
        // Unsafe as above. The kit is the same one here, so what it retained is ours to take over.
        let factory = Unmanaged<ModuleFactory>.fromOpaque(unsafeBitCast(make, to: Make.self)())
        return (factory.takeRetainedValue(), theirs)
    }

    private func sharedObject() throws(ModuleFault) -> SharedObject {
        do {
            return try SharedObject(path: openedPath)
        } catch {
            throw error.lacksKitSymbol ? .otherKit(path: path) : .notModule(path: path, reason: error.reason)
        }
    }

    private func address(
        of symbol: String,
        in object: SharedObject
    ) throws(ModuleFault) -> UnsafeMutableRawPointer {
        guard let address = object.address(of: symbol) else {
            throw .notModule(path: path, reason: "it has no \(symbol)")
        }
        return address
    }
}
