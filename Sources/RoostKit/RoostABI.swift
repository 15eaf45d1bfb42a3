/// The binary contract between the program and a module.
///
/// A module carries two C symbols with its file's name in them: `roost_abi_<Name>` answers what it was compiled
/// against, `roost_make_<Name>` makes its factory.
public enum RoostABI {
    /// What the calling module was compiled against: kit major, kit minor, Swift major, minor and patch, a byte each.
    @_alwaysEmitIntoClient
    public static var compiled: UInt64 {
        #if compiler(>=6.4)
        0x01_00_06_04_00
        #elseif compiler(>=6.3.2)
        0x01_00_06_03_02
        #elseif compiler(>=6.3.1)
        0x01_00_06_03_01
        #else
        0x01_00_06_03_00
        #endif
    }

    /// A symbol that exists only in kits of major version 1: a module built for another major fails to link to it.
    public static func kitMajor1() {}
}

/// A symbol that exists once in a process: where a module finds another one, it carries a kit of its own.
@c(roost_kit_anchor)
public func kitAnchor() {}

/// What the host gets from a module's file.
public final class ModuleFactory: Sendable {
    /// What the module says about itself.
    public let manifest: ModuleManifest
    /// Makes the module.
    public let make: @Sendable (any ModuleContext) throws -> any RoostModule

    /// A factory from its parts; modules use `exportModule(_:)`.
    public init(
        manifest: ModuleManifest,
        make: @escaping @Sendable (any ModuleContext) throws -> any RoostModule
    ) {
        self.manifest = manifest
        self.make = make
    }
}

/// What a module's `roost_make_<Name>` returns: a retained `ModuleFactory`, which the host takes over.
@_alwaysEmitIntoClient
public func exportModule(_ module: (some RoostModule).Type) -> UnsafeMutableRawPointer {
    RoostABI.kitMajor1()
    let factory = ModuleFactory(manifest: module.manifest) { try module.init(context: $0) }
    return Unmanaged.passRetained(factory).toOpaque()
}
