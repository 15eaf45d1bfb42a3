/// The refusal of a permit: which right is missing, and on what.
package struct Denied: Error, Hashable {
    /// The missing right.
    package let right: Right
    /// What it is missing on.
    package let resource: Resource
    /// The condition of the asker's token that took it away, where that did.
    package let caveat: String?

    init(right: Right, resource: Resource, caveat: String? = nil) {
        self.right = right
        self.resource = resource
        self.caveat = caveat
    }
}

extension Denied: ClientFacingError {
    /// Always the same.
    package var code: String { "forbidden" }

    /// Names the right and the resource.
    package var message: String {
        let need = "This needs the right '\(right.rawValue)' on \(resource)"
        guard let caveat else { return need + "." }
        return need + ", which the token's condition '\(caveat)' takes away."
    }
}
