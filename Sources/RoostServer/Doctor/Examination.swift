import Foundation
import RoostAuth
import RoostModules

/// Looks at the machine and the settings as `roost doctor` does, and changes nothing.
package struct Examination: Sendable {
    private let configuration: ServerConfiguration

    /// The examination of the server that `configuration` describes.
    package init(configuration: ServerConfiguration) {
        self.configuration = configuration
    }

    /// What every check found, in a fixed order.
    ///
    /// It takes a second or two, most of it for hashes.
    @concurrent
    package func findings() async -> [Finding] {
        var findings = DataFolderCheck(path: configuration.dataFolder).findings()
        findings.append(file("web page", "index.html", in: configuration.webFolder))
        findings.append(file("migrations", "0001-accounts.sql", in: configuration.migrationsFolder))
        findings += modules()
        findings += await settings()
        findings += await DatabaseFinding(configuration: configuration).findings()
        findings += FrontCheck(configuration: configuration).findings()
        if let address = configuration.publicAddress {
            findings.append(CertificateCheck(address: address).finding())
        }
        findings.append(await PortCheck(host: configuration.host, port: configuration.port).finding())
        findings.append(DescriptorCheck.finding())
        findings.append(password())
        return findings
    }

    private func file(_ check: String, _ name: String, in folder: String) -> Finding {
        FileManager.default.isReadableFile(atPath: "\(folder)/\(name)")
            ? Finding(check, .ok, "in \(folder)")
            : Finding(check, .problem, "\(folder)/\(name) cannot be read: reinstall Roost, or set its folder")
    }

    private func modules() -> [Finding] {
        let missing = configuration.moduleFolders.filter { !FileManager.default.isReadableFile(atPath: $0) }
        let states = ModuleSurvey.states(
            enabled: configuration.modules,
            folders: configuration.moduleFolders,
            dataFolder: configuration.dataFolder
        )
        let failures = states.compactMap { state -> Finding? in
            guard case .failed(let reason) = state.status else { return nil }
            return Finding("modules", .problem, "\(state.name) does not load: \(reason)")
        }
        let findings =
            missing.map {
                Finding("modules", .problem, "the folder \($0) cannot be read: see modules.folders")
            }
            + failures
        let names = configuration.modules.joined(separator: ", ")
        let all = findings.isEmpty ? [Finding("modules", .ok, names.isEmpty ? "none" : names)] : findings
        return all + [interface(of: states)]
    }

    /// Whether the modules were built with the compiler of this program; what cannot work at all does not load.
    private func interface(of states: [ModuleState]) -> Finding {
        let ours = ModuleSurvey.swift
        let others = states.compactMap { state in
            state.swift.flatMap { $0 == ours ? nil : "\(state.name) (\($0))" }
        }
        return others.isEmpty
            ? Finding("module ABI", .ok, "built with Swift \(ours), as this program")
            : Finding(
                "module ABI",
                .warning,
                "\(others.joined(separator: ", ")) and this program (\(ours)) are of different Swift: build it again"
            )
    }

    private func settings() async -> [Finding] {
        await configuration.moduleProblems().map { Finding("modules", .problem, $0) }
            + ServerConfiguration.unknownVariables().map { Finding("configuration", .warning, $0) }
    }

    private func password() -> Finding {
        let threads = configuration.hashThreads ?? PasswordHasher.threadCount
        // All hashes at once take an eighth of the memory at most.
        let limit = ProcessInfo.processInfo.physicalMemory / 1024 / 8 / UInt64(threads)
        let (cost, time) = PasswordCost.proposal(memoryLimitKiB: UInt32(clamping: min(limit, 1_048_576)))
        let current = configuration.passwordCost
        let text = "\(cost.memoryKiB) KiB and \(cost.passes) passes take \(time.milliseconds) ms here"
        guard current != cost else { return Finding("password cost", .ok, text) }
        return Finding(
            "password cost",
            current.memoryKiB >= cost.memoryKiB && current.passes >= cost.passes ? .ok : .warning,
            "\(text): set passwords.memory to \(cost.memoryKiB) and passwords.passes to \(cost.passes)"
                + " (they are \(current.memoryKiB) and \(current.passes))"
        )
    }
}

extension Duration {
    /// Whole milliseconds.
    fileprivate var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
