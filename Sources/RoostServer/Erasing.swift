import Logging
import RoostAuth
import RoostChat
import RoostKit
import RoostModules
import RoostStore
import ServiceLifecycle

/// Has modules erase what they keep of users whose accounts, and of rooms that, are gone.
///
/// What is to be done is in the database since the deletion, so that it outlives a restart, and waits for modules
/// that do not run.
struct Erasing: Service {
    private let store: Store
    private let directory: RoomDirectory
    private let modules: ModuleBus
    private let logger: Logger
    // Whoever wakes it while it works has it look once more.
    private let wakes: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation

    init(store: Store, directory: RoomDirectory, modules: ModuleBus, logger: Logger) {
        (self.store, self.directory, self.modules, self.logger) = (store, directory, modules, logger)
        (wakes, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Has it look for what is to be erased; after a deletion, and when a module started.
    func wake() { waker.yield() }

    func run() async throws {
        wake()
        await cancelWhenGracefulShutdown {
            for await _ in wakes { await eraseAll() }
        }
    }

    private func eraseAll() async {
        do {
            for (module, erasure) in try await store.erasures.list() {
                await erase(erasure, from: module)
            }
        } catch  where Task.isCancelled {
            // The next start goes on.
        } catch {
            logger.warning("what is to be erased could not be read", metadata: ["error": "\(error)"])
        }
    }

    private func erase(_ erasure: Erasure, from module: String) async {
        do {
            var wasThere = true
            // A room may have asked for a message of the user's while it was erased: once more, until nothing was there any more.
            while wasThere {
                wasThere = false
                if case .user(let erasure) = erasure { await directory.forget(erasure.user) }
                while try await step(erasure, in: module) { wasThere = true }
            }
            try await store.erasures.end(erasure, in: module, at: Authority.wallClock())
        } catch ModuleUnavailable.off {
            // At the next start of the module.
        } catch  where Task.isCancelled {
            // At the next start of the server.
        } catch {
            logger.warning(
                "a module still keeps something of a deleted user or room",
                metadata: ["module": "\(module)", "error": "\(error)"]
            )
        }
    }

    private func step(_ erasure: Erasure, in module: String) async throws -> Bool {
        try await unhurried { try await modules.erase(erasure, in: module) }
    }
}
