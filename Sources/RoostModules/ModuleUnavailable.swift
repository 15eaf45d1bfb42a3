/// A module could not do its part, which may work later.
package enum ModuleUnavailable: Error, Hashable, CustomStringConvertible {
    /// It does not run.
    case off
    /// It has too much to do.
    case busy
    /// It did not answer in time.
    case late

    /// What to tell a client.
    package var description: String {
        switch self {
        case .off: "The part of the server that this needs does not run."
        case .busy: "The part of the server that this needs has too much to do; try again in a moment."
        case .late: "The part of the server that this needs did not answer in time; try again."
        }
    }
}
