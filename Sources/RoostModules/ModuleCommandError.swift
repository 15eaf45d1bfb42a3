/// Why a change of a module was not made.
package enum ModuleCommandError: Error, Hashable, CustomStringConvertible {
    /// No folder has its file.
    case notFound(name: String)
    /// It neither runs nor was to run.
    case notRunning(name: String)
    /// It does not start; `isServing` where the version before it goes on.
    case failed(name: String, reason: String, isServing: Bool)

    /// A stable code in lower case.
    package var code: String {
        switch self {
        case .notFound: "not_found"
        case .notRunning: "not_running"
        case .failed: "module_failed"
        }
    }

    /// What is wrong and what to do, in one line.
    package var description: String {
        switch self {
        case .notFound(let name): "there is no module '\(name)': see 'roost module list'"
        case .notRunning(let name): "the module '\(name)' is off: enable it"
        case .failed(let name, let reason, let isServing):
            "the module '\(name)' does not start\(isServing ? ", its old version goes on" : ""): \(reason)"
        }
    }
}
