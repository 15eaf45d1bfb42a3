/// The refusal of a permit: which right is missing, and on what.
package struct Denied: Error, Hashable {
    /// The missing right.
    package let right: Right
    /// What it is missing on.
    package let resource: Resource
}

extension Denied: ClientFacingError {
    /// Always the same.
    package var code: String { "forbidden" }

    /// Names the right and the resource.
    package var message: String { "This needs the right '\(right.rawValue)' on \(resource)." }
}
