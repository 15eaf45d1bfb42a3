import Logging
import RoostAuth
import RoostKit
import RoostModules
import ServiceLifecycle
import UnixSignals

/// Reads the settings again at SIGHUP: takes over those that a running server can, and logs which need a restart.
struct Reload: Service {
    let read: @Sendable () async throws -> ServerConfiguration
    let authority: Authority
    let proxies: TrustedProxies
    let modules: ModuleBus
    let logger: Logger
    var current: ServerConfiguration

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        var current = current
        for await _ in signals.cancelOnGracefulShutdown() {
            do {
                let next = try await read()
                let changed = ServerSetting.all.filter { current.texts[$0.key] != next.texts[$0.key] }
                log(changed, from: current, to: next)
                authority.setPolicy(next.signUp)
                proxies.replace(by: next.trustedProxies)
                ServerLog.setLevel(next.logLevel)
                current = next
                modules.publish(SettingsReloaded(changed: changed.filter(\.isLive).map(\.key)))
            } catch {
                logger.error("the settings stay as they were", metadata: ["error": "\(error)"])
            }
        }
    }

    private func log(
        _ changed: [ServerSetting],
        from old: ServerConfiguration,
        to new: ServerConfiguration
    ) {
        for setting in changed {
            logger.notice(
                setting.isLive ? "a setting was changed" : "a setting was changed, and needs a restart",
                metadata: [
                    "key": "\(setting.key)", "from": "\(old.texts[setting.key] ?? "")",
                    "to": "\(new.texts[setting.key] ?? "")",
                ]
            )
        }
        if changed.isEmpty { logger.notice("the settings were read again, and are as they were") }
    }
}
