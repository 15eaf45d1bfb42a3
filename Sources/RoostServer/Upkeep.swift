import Logging
import RoostAuth
import RoostStore
import ServiceLifecycle

/// Removes what time has ended: grants, with those who belonged to private rooms by them alone, sign-ins, and old entries of the
/// audit log.
struct Upkeep: Service {
    private static let interval = Duration.seconds(60)
    private static let millisecondsPerDay: Int64 = 86_400_000
    /// How long after a sign-in has expired it goes: who was connected with it is cut by then.
    private static let graceOfSessions: Int64 = 3_600_000

    let store: Store
    /// How many days the audit log keeps its entries; for ever where it is `nil`.
    let auditDays: Int?
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat {
                await sweep(at: Authority.wallClock())
                // Cancelled at the end, which the loop sees.
                try? await Task.sleep(for: Self.interval)
            } while !Task.isCancelled
        }
    }

    private func sweep(at time: Int64) async {
        do {
            let rights = RightsChanges(store: store, by: .command, at: time)
            while try await unhurried({ try await rights.removeEnded() }) {}
            let expired = time - Self.graceOfSessions
            while try await unhurried({ try await store.sessions.removeExpired(before: expired) }) {}
            guard let auditDays else { return }
            let cutoff = time - Int64(auditDays) * Self.millisecondsPerDay
            while try await unhurried({ try await store.audit.removeOldest(before: cutoff) }) {}
        } catch  where Task.isCancelled {
            // The next start goes on.
        } catch {
            logger.warning("what time has ended could not be removed", metadata: ["error": "\(error)"])
        }
    }
}
