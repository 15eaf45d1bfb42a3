package import RoostKit

/// The refusal of a permit: which right is missing, and on what.
package struct Denied: Error, Hashable {
    /// The missing right.
    package let right: Right
    /// What it is missing on.
    package let resource: Resource
    /// The condition of the asker's token that took it away, where that did.
    package let caveat: String?
    /// Whether the asker may not even know that there is such a thing.
    package let isHidden: Bool

    init(right: Right, resource: Resource, caveat: String? = nil, isHidden: Bool = false) {
        self.right = right
        self.resource = resource
        self.caveat = caveat
        self.isHidden = isHidden
    }
}

extension Denied: ClientFacingError {
    /// What is hidden gets the answer of what is not there.
    package var code: String { isHidden ? "not_found" : "forbidden" }

    /// Names the right and the resource, unless that is hidden.
    package var message: String {
        guard !isHidden else { return Self.noSuchRoom }
        let need = "This needs the right '\(right.rawValue)' on \(resource)"
        guard let caveat else { return need + "." }
        return need + ", which the token's condition '\(caveat)' takes away."
    }

    /// What whoever asks for a room hears that is not there, or not for them.
    package static let noSuchRoom = "There is no such room."
}
