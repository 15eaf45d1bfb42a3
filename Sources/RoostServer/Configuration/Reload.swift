import Logging
import RoostAuth
import ServiceLifecycle
import UnixSignals

/// Reads the settings again at SIGHUP: takes over those that a running server can, and logs which need a restart.
struct Reload: Service {
    let read: @Sendable () async throws -> ServerConfiguration
    let authority: Authority
    let proxies: TrustedProxies
    let logger: Logger
    var current: ServerConfiguration

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        var current = current
        for await _ in signals.cancelOnGracefulShutdown() {
            do {
                let next = try await read()
                log(from: current, to: next)
                authority.setPolicy(next.signUp)
                proxies.replace(by: next.trustedProxies)
                ServerLog.setLevel(next.logLevel)
                current = next
            } catch {
                logger.error("the settings stay as they were", metadata: ["error": "\(error)"])
            }
        }
    }

    private func log(from old: ServerConfiguration, to new: ServerConfiguration) {
        let changed = ServerSetting.all.filter { old.texts[$0.key] != new.texts[$0.key] }
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
