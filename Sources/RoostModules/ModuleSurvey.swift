package import RoostKit

/// What the modules' files say, without starting any: for a command while no server runs.
package enum ModuleSurvey {
    /// The state that each module would have: those in `enabled` in its order, then those that are off.
    ///
    /// `folders` and `dataFolder` as for `ModuleHost`. `on` means that the file is sound; a module may still refuse
    /// to start.
    package static func states(
        enabled: [String],
        folders: [String] = [],
        dataFolder: String
    ) -> [ModuleState] {
        let crashed = CrashJournal.crashed(in: ModuleHost.journalPath(in: dataFolder))
        let folders = ModuleFolders(folders)
        var states: [ModuleState] = []
        for name in enabled where !states.contains(where: { $0.name == name }) {
            let fault = ModuleFault.crashed(name: name)
            states.append(
                crashed.contains(name)
                    ? ModuleState(name: name, version: nil, status: .failed(reason: "\(fault)"))
                    : state(of: name, in: folders)
            )
        }
        return states + folders.names().filter { !enabled.contains($0) }.map(ModuleState.init(off:))
    }

    /// What the modules of these names say of themselves, as far as their files load.
    package static func manifests(of names: [String], in folders: [String]) -> [ModuleManifest] {
        let folders = ModuleFolders(folders)
        // Why a file does not load, `states(enabled:folders:dataFolder:)` tells.
        return names.compactMap { try? folders.file(of: $0).open().factory.manifest }
    }

    /// The version of Swift that this program was built with, such as `6.3.1`.
    package static var swift: String { ModuleFile.ours.swiftText }

    private static func state(of name: String, in folders: ModuleFolders) -> ModuleState {
        var version: String?
        var swift: String?
        do {
            let (factory, abi) = try folders.file(of: name).open()
            let manifest = factory.manifest
            (version, swift) = (manifest.version, abi.swiftText)
            try ManifestRules.check(manifest)
            return ModuleState(name: name, version: version, swift: swift, status: .on)
        } catch {
            return ModuleState(
                name: name,
                version: version,
                swift: swift,
                status: .failed(reason: "\(error)")
            )
        }
    }
}
