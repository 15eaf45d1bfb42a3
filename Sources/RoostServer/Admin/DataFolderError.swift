/// Why a data folder cannot be worked with.
enum DataFolderError: Error, CustomStringConvertible {
    /// It is not there.
    case missing(path: String)
    /// It is somebody else's, or cannot be opened for another reason.
    case unreadable(path: String, reason: String)
    /// Another process has it.
    case inUse(path: String)

    /// A stable name in lower case.
    var code: String {
        switch self {
        case .missing: "no_data"
        case .unreadable: "denied"
        case .inUse: "conflict"
        }
    }

    /// One line that says what to do.
    var description: String {
        switch self {
        case .missing(let path):
            "there is no data folder '\(path)': name another one with --data"
        case .unreadable(let path, let reason):
            "cannot open the data folder '\(path)' (\(reason)): name another one with --data, or be its owner"
        case .inUse(let path):
            "another Roost uses the data folder '\(path)': stop it or choose another one with --data"
        }
    }
}
