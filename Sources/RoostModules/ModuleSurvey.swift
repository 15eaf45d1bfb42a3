internal import RoostKit

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

    private static func state(of name: String, in folders: ModuleFolders) -> ModuleState {
        var version: String?
        do {
            let manifest = try folders.file(of: name).open().factory.manifest
            version = manifest.version
            try ManifestRules.check(manifest)
            return ModuleState(name: name, version: version, status: .on)
        } catch {
            return ModuleState(name: name, version: version, status: .failed(reason: "\(error)"))
        }
    }
}
