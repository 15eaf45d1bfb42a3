package import RoostKit

/// To change who may do what, and to see it.
package struct Administer: Action {
    /// The server as a whole, of which there is one.
    package struct Target: Sendable {
        let session: Session
    }

    /// `manage`.
    package static let right = Right.manage

    /// The server as a whole.
    package static func resource(of target: Target) -> Resource { .server }
}

extension Action where Self == Administer {
    /// The action's name in `session.permit(.administer)`.
    package static var administer: Administer { Administer() }
}
