internal import RoostStore

/// Why a module is not running: the server goes on without it.
///
/// The description is one line for the operator.
enum ModuleFault: Error, Hashable {
    /// The configured name is not one that a file can have.
    case badName
    /// No folder has the file.
    case missing(file: String, folders: [String])
    /// The file at `path` is not a module of this name.
    case notModule(path: String, reason: String)
    /// The file at `path` was built for another RoostKit.
    case otherKit(path: String)
    /// The file at `path` was built with another Swift.
    case otherSwift(path: String, theirs: String, ours: String)
    /// The file at `path` carries a RoostKit of its own.
    case ownKit(path: String)
    /// The module breaks a rule of modules, which `reason` names.
    case rule(reason: String)
    /// The module's tables cannot be brought up to date.
    case migration(StoreError)
    /// What the operator set for the module is not allowed.
    case setting(reason: String)
    /// The module's rights cannot be declared.
    case rights(reason: String)
    /// The module refused to start, for a reason of its own.
    case refused(reason: String)
    /// The module ended the server the last time.
    case crashed(name: String)
}

extension ModuleFault: CustomStringConvertible {
    /// What is wrong and what to do, in one line.
    var description: String {
        switch self {
        case .badName:
            "a module's name has only ASCII letters and digits and begins with a letter: correct the configuration"
        case .missing(let file, let folders):
            folders.isEmpty
                ? "no folder is known to have \(file): name one in the configuration"
                : "there is no \(file) in \(folders.joined(separator: " or ")): install it or switch it off"
        case .notModule(let path, let reason):
            "'\(path)' is not a module (\(reason)): install it again or switch it off"
        case .otherKit(let path):
            "'\(path)' was built for another kit: build it again with this server's RoostKit"
        case .otherSwift(let path, let theirs, let ours):
            "'\(path)' was built with Swift \(theirs): build it again with Swift \(ours)"
        case .ownKit(let path):
            "'\(path)' carries its own copy of RoostKit: link it to libRoostKit.so and build it again"
        case .rule(let reason):
            "it breaks a rule of modules (\(reason)): ask its author"
        case .migration(let error):
            "its tables cannot be brought up to date: \(error)"
        case .setting(let reason):
            "its settings are wrong: \(reason)"
        case .rights(let reason):
            "its rights cannot be declared: \(reason)"
        case .crashed(let name):
            "it ended the server the last time: install a better version, then 'roost module enable \(name)'"
        case .refused(let reason):
            "it refused to start (\(reason)): see its documentation"
        }
    }
}
