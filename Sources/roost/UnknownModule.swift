import RoostAuth

/// A command names a module that is not there.
struct UnknownModule: ClientFacingError {
    let name: String

    var code: String { "not_found" }
    var message: String { "there is no module '\(name)': see 'roost module list'" }
    var isRetryable: Bool { false }
}
