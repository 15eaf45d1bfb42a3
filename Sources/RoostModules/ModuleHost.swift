package import Logging
package import RoostKit
package import RoostStore

/// The feature modules of a running server: found, checked, made, and what they take part in.
///
/// A module that does not load never keeps the server from starting: its state says why.
package actor ModuleHost {
    /// What became of each module that the configuration names, in its order, and then of those that are off.
    package private(set) var states: [ModuleState] = []
    /// Who makes messages durable, in the order of the configuration.
    package private(set) var recorders: [any Recorder] = []
    /// What the modules answer, by the event's name.
    package private(set) var requests: [String: ModuleRequest] = [:]

    private let folders: ModuleFolders
    private let store: Store
    private let logger: Logger
    // Held for as long as the host: a module may keep nothing of itself in what it declares.
    private var modules: [String: any RoostModule] = [:]

    /// A host without modules; `load(_:)` brings them.
    ///
    /// `folders` have the files `lib<Name>.so`. Where it is empty they are the folder of `libRoostKit.so` and
    /// `modules` in that.
    package init(store: Store, folders: [String] = [], logger: Logger) {
        self.folders = ModuleFolders(folders)
        self.store = store
        self.logger = logger
    }

    /// Loads the modules that the configuration names, one after another; once, before the server takes clients.
    ///
    /// A module that fails is left out, with a line in the log.
    package func load(_ names: [String]) async {
        for name in names where !states.contains(where: { $0.name == name }) {
            await load(name)
        }
        states += folders.names().filter { !names.contains($0) }.map(ModuleState.init(off:))
    }

    /// Starts the module that `factory` makes, under the file name `name`.
    func start(_ factory: ModuleFactory, as name: String) async {
        let version = factory.manifest.version
        do {
            try await make(factory)
            states.append(ModuleState(name: name, version: version, status: .on))
            logger.info("module started", metadata: ["module": "\(name)", "version": "\(version)"])
        } catch {
            leaveOut(name, version: version, error)
        }
    }

    private func load(_ name: String) async {
        let opened: (factory: ModuleFactory, version: ABIVersion)
        do {
            opened = try folders.file(of: name).open()
        } catch {
            leaveOut(name, version: nil, error)
            return
        }
        if ModuleFile.ours.isOtherPatch(opened.version) {
            logger.warning(
                "module was built with another patch release of swift",
                metadata: ["module": "\(name)", "swift": "\(opened.version.swiftText)"]
            )
        }
        await start(opened.factory, as: name)
    }

    private func make(_ factory: ModuleFactory) async throws(ModuleFault) {
        let manifest = factory.manifest
        try ManifestRules.check(manifest)
        guard modules[manifest.name] == nil else {
            throw .rule(reason: "another module has the name '\(manifest.name)' too")
        }
        do {
            try await store.migrate(module: manifest.name, manifest.migrations)
        } catch {
            throw .migration(error)
        }
        var logger = logger
        logger[metadataKey: "module"] = "\(manifest.name)"
        let context = HostedContext(store: store, logger: logger)
        let module: any RoostModule
        do {
            defer { context.seal() }
            module = try factory.make(context)
        } catch {
            throw .refused(reason: OneLine.text(of: error))
        }
        try ManifestRules.check(context.declarations.requests, of: manifest)
        modules[manifest.name] = module
        recorders += context.declarations.recorders
        for request in context.declarations.requests { requests[request.event] = request }
    }

    private func leaveOut(_ name: String, version: String?, _ fault: ModuleFault) {
        let reason = "\(fault)"
        states.append(ModuleState(name: name, version: version, status: .failed(reason: reason)))
        logger.error("module left out", metadata: ["module": "\(name)", "error": "\(reason)"])
    }
}
