package import Logging
internal import RoostKit
package import RoostStore

/// The feature modules of a running server: found, checked, started, replaced and ended.
///
/// A module that does not load never keeps the server from starting: its state says why.
package actor ModuleHost {
    /// What the modules take part in.
    package nonisolated let bus: ModuleBus

    private let folders: ModuleFolders
    private let store: Store
    private let services: any HostServices
    private let logger: Logger
    private let journal: CrashJournal?
    private let copies: PrivateCopies
    private let deadlines = Deadlines()
    // In the order of the configuration, then of their first start: proposals go this way.
    private var slots: [ModuleSlot] = []
    // The names of the files that were in the folders when they were read last, which takes its time.
    private var files: [String] = []
    private var change: Task<Void, Never>?

    /// A host without modules; `load(_:)` brings them.
    ///
    /// `folders` have the files `lib<Name>.so`. Where it is empty they are the folder of `libRoostKit.so` and
    /// `modules` in that. `dataFolder` gets the crash journal, and copies of the files, from which modules run: one
    /// host at a time.
    ///
    /// What the modules take part in goes to `bus`, and what they use of the server is `services`.
    package init(
        store: Store,
        folders: [String] = [],
        dataFolder: String,
        bus: ModuleBus,
        services: any HostServices,
        logger: Logger
    ) {
        self.folders = ModuleFolders(folders)
        self.store = store
        self.bus = bus
        self.services = services
        self.logger = logger
        copies = PrivateCopies(folder: "\(dataFolder)/modules-loaded")
        journal = CrashJournal(path: Self.journalPath(in: dataFolder))
        if journal == nil {
            logger.warning("no crash journal: a module that ends the server is not found out")
        }
    }

    /// Where the crash journal of the server with this data folder is.
    static func journalPath(in dataFolder: String) -> String { "\(dataFolder)/modules.journal" }

    /// What became of each module that the configuration names, in its order, and then of the others.
    package var states: [ModuleState] {
        slots.map(\.moduleState) + unused.map(ModuleState.init(off:))
    }

    /// As `states`, with what each module did.
    package var reports: [ModuleReport] {
        slots.map(\.report) + unused.map { ModuleReport(ModuleState(off: $0)) }
    }

    /// Looks for files that came or went since the folders were read last.
    package func readFolders() {
        files = folders.names()
    }

    /// Loads the modules that the configuration names, one after another; once, before the server takes clients.
    ///
    /// A module that fails is left out, with a line in the log; so is one that ended the server the last time.
    package func load(_ names: [String]) async {
        readFolders()
        for name in names where !slots.contains(where: { $0.name == name }) {
            let slot = slot(named: name)
            if let mark = mark(of: name), mark.isCrashed {
                leaveOut(slot, version: nil, .crashed(name: name))
                continue
            }
            await inTurn { host in
                do throws(ModuleFault) {
                    try await host.bring(slot, await host.open(name))
                } catch {
                    await host.leaveOut(slot, version: nil, error)
                }
            }
        }
    }

    /// Starts the module named `name`, also one that was left out or switched off; without effect where it runs.
    ///
    /// It holds until the server ends.
    /// - Throws: `ModuleCommandError`.
    package func enable(_ name: String) async throws(ModuleCommandError) {
        guard current(name) == nil else { return }
        try await replace(name)
    }

    /// Replaces the module named `name` by what its file has now; nobody notices.
    ///
    /// Where the new version does not start, the old one goes on.
    /// - Throws: `ModuleCommandError`.
    package func reload(_ name: String) async throws(ModuleCommandError) {
        guard exists(name) else { throw .notFound(name: name) }
        guard let slot = slots.first(where: { $0.name == name }), slot.moduleState.status != .off else {
            throw .notRunning(name: name)
        }
        try await replace(name)
    }

    /// Ends the module named `name`, after what is under way in it; without effect where it does not run.
    ///
    /// It holds until the server ends.
    /// - Throws: `ModuleCommandError.notFound`.
    package func disable(_ name: String) async throws(ModuleCommandError) {
        guard let slot = slots.first(where: { $0.name == name }) else {
            guard exists(name) else { throw .notFound(name: name) }
            return
        }
        await inTurn { host in
            // Of one that was switched off after failures as well.
            let namespaces = slot.declarations?.ownNamespaces ?? []
            let old = slot.take()
            await host.updateBus()
            host.services.close(namespaces)
            await host.end(old, name)
            if let old { host.bus.publish(ModuleStopped(name: old.manifest.name, isBroken: false)) }
        }
    }

    /// Ends every module, the last one first; once, when nobody asks for anything any more.
    package func stop() async {
        for slot in slots.reversed() {
            await inTurn { host in
                let old = slot.take()
                await host.updateBus()
                await host.end(old, slot.name)
            }
        }
    }

    /// Starts the module that `factory` makes in the place `name`, where it replaces the one before it.
    func start(_ factory: ModuleFactory, as name: String) async {
        let slot = slot(named: name)
        let thread = ModuleThread(name: name, mark: nil)
        await inTurn { host in
            do throws(ModuleFault) {
                try await host.bring(slot, (factory, thread))
            } catch {
                await host.leaveOut(slot, version: factory.manifest.version, error)
            }
        }
    }

    private func replace(_ name: String) async throws(ModuleCommandError) {
        guard exists(name) else { throw .notFound(name: name) }
        let slot = slot(named: name)
        let fault: ModuleFault? = await inTurn { host in
            // Whoever asks for it again has seen why it was left out.
            await host.mark(of: name)?.clear()
            do throws(ModuleFault) {
                try await host.bring(slot, await host.open(name))
                return nil
            } catch {
                await host.leaveOut(slot, version: nil, error)
                return error
            }
        }
        if let fault { throw .failed(name: name, reason: "\(fault)", isServing: slot.current != nil) }
    }

    /// The module's factory, opened and asked on a new thread of the module's own.
    private func open(_ name: String) async throws(ModuleFault) -> (ModuleFactory, ModuleThread) {
        let mark = mark(of: name)
        let thread = ModuleThread(name: name, mark: mark)
        do throws(ModuleFault) {
            let file = try copies.copy(of: try folders.file(of: name))
            let opening = await TimedCall.run(on: thread, within: Limits.startTime, by: deadlines) {
                try file.open(mark: mark)
            }
            let opened = try Self.result(of: opening)
            if ModuleFile.ours.isOtherPatch(opened.version) {
                logger.warning(
                    "module was built with another patch release of swift",
                    metadata: ["module": "\(name)", "swift": "\(opened.version.swiftText)"]
                )
            }
            return (opened.factory, thread)
        } catch {
            thread.close()
            throw error
        }
    }

    /// Makes and starts what was opened, and then puts it in the place of the version before it.
    private func bring(
        _ slot: ModuleSlot,
        _ opened: (factory: ModuleFactory, thread: ModuleThread)
    ) async throws(ModuleFault) {
        let instance: ModuleInstance
        do throws(ModuleFault) {
            instance = try await make(opened.factory, on: opened.thread, for: slot)
        } catch {
            opened.thread.close()
            throw error
        }
        do throws(ModuleFault) {
            try Self.result(of: await instance.start())
        } catch {
            await instance.stop(isBroken: true, logger: logger)
            throw error
        }
        let namespaces = instance.declarations.namespaces.keys
        services.open(instance.declarations.ownNamespaces)
        let old = slot.put(instance)
        updateBus()
        services.close(old?.declarations.ownNamespaces.filter { !namespaces.contains($0) } ?? [])
        logger.info(
            "module started",
            metadata: ["module": "\(slot.name)", "version": "\(instance.manifest.version)"]
        )
        services.moduleStarted()
        bus.publish(ModuleStarted(name: instance.manifest.name, version: instance.manifest.version))
        await end(old, slot.name)
    }

    private func make(
        _ factory: ModuleFactory,
        on thread: ModuleThread,
        for slot: ModuleSlot
    ) async throws(ModuleFault) -> ModuleInstance {
        let manifest = factory.manifest
        try ManifestRules.check(manifest)
        guard !slots.contains(where: { $0 !== slot && $0.current?.manifest.name == manifest.name }) else {
            throw .rule(reason: "another module has the name '\(manifest.name)' too")
        }
        do {
            try await store.migrate(module: manifest.name, manifest.migrations)
        } catch {
            throw .migration(error)
        }
        let settings = try await settings(of: manifest)
        do {
            try await services.declare(manifest.rights)
        } catch {
            throw .rights(reason: OneLine.text(of: error))
        }
        var logger = logger
        logger[metadataKey: "module"] = "\(manifest.name)"
        let context = HostedContext(
            module: manifest.name,
            settings: settings,
            store: store,
            services: services,
            thread: thread,
            figures: slot.figures,
            // Of a module without a file there are no others either.
            files: (try? folders.file(of: slot.name)).map { ModuleFiles(ofModule: slot.name, at: $0.path) },
            logger: logger
        ) { [weak slot] error in
            slot?.note(error: OneLine.text(of: error))
        }
        let making = await TimedCall.run(on: thread, within: Limits.startTime, by: deadlines) {
            defer { context.seal() }
            return try factory.make(context)
        }
        let module = try Self.result(of: making)
        try ManifestRules.check(context.declarations.requests, of: manifest)
        try ManifestRules.check(context.declarations.namespaces, of: manifest)
        return ModuleInstance(
            manifest: manifest,
            module: module,
            context: context,
            thread: thread,
            deadlines: deadlines
        )
    }

    /// What the operator set, and the manifest's own values for the rest.
    private func settings(of manifest: ModuleManifest) async throws(ModuleFault) -> ModuleSettings {
        var values: [String: SettingValue] = [:]
        for setting in manifest.settings {
            do {
                values[setting.name] =
                    try await services.value(of: setting, of: manifest.name) ?? setting.usual
            } catch {
                throw .setting(reason: OneLine.text(of: error))
            }
        }
        return ModuleSettings(values)
    }

    private static func result<T>(of outcome: Outcome<T>) throws(ModuleFault) -> T {
        switch outcome {
        case .value(let value): return value
        case .failed(let fault as ModuleFault): throw fault
        case .failed(let error): throw .refused(reason: OneLine.text(of: error))
        case .late: throw .refused(reason: "it took longer than \(Limits.startTime) to start")
        }
    }

    /// Notes why a module, or a new version of it, did not start; the version before it goes on.
    private func leaveOut(_ slot: ModuleSlot, version: String?, _ fault: ModuleFault) {
        let reason = "\(fault)"
        slot.fail(reason, version: version)
        logger.error(
            slot.current == nil ? "module left out" : "new version of module left out",
            metadata: ["module": "\(slot.name)", "error": "\(reason)"]
        )
    }

    private func end(_ instance: ModuleInstance?, _ name: String) async {
        guard let instance else { return }
        var logger = logger
        logger[metadataKey: "module"] = "\(name)"
        await instance.stop(isBroken: false, logger: logger)
    }

    private func updateBus() {
        bus.update(slots.compactMap { slot in slot.declarations.map { (slot, $0) } })
    }

    private func slot(named name: String) -> ModuleSlot {
        if let slot = slots.first(where: { $0.name == name }) { return slot }
        let slot = ModuleSlot(name: name, logger: logger) { [bus] instance in
            bus.publish(ModuleStopped(name: instance.manifest.name, isBroken: true))
        }
        slots.append(slot)
        return slot
    }

    private func current(_ name: String) -> ModuleInstance? { slots.first { $0.name == name }?.current }

    private func mark(of name: String) -> CrashJournal.Mark? {
        ModuleFolders.isName(name) ? journal?.mark(of: name) : nil
    }

    private var unused: [String] { files.filter { name in !slots.contains { $0.name == name } } }

    private func exists(_ name: String) -> Bool {
        // What is wrong with a file that cannot be found does not matter here.
        slots.contains { $0.name == name } || (try? folders.file(of: name)) != nil
    }

    /// Does `work` when the changes before it are done, so that none meets another half-way.
    private func inTurn<T: Sendable>(_ work: @escaping @Sendable (ModuleHost) async -> T) async -> T {
        let before = change
        let task = Task {
            await before?.value
            return await work(self)
        }
        change = Task { _ = await task.value }
        return await task.value
    }
}
