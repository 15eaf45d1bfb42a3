internal import RoostKit

/// Why a filter cannot be made.
enum FilterError: Error, Equatable {
    /// The pattern is none of its kind; what it would have to be.
    case badPattern(String)
    /// There are as many of this kind as there may be.
    case tooMany(Int)
    /// The same kind and pattern is there for the same place.
    case exists

    /// The refusal that the client sees.
    var request: RequestError {
        switch self {
        case .badPattern(let rule):
            RequestError(code: "bad_pattern", message: "The pattern does not work: \(rule).")
        case .tooMany(let limit):
            RequestError(code: "too_many", message: "There are at most \(limit); remove some first.")
        case .exists: RequestError(code: "exists", message: "There is such a filter already.")
        }
    }
}
