internal import RoostKit
internal import RoostStore

/// A right on what a pattern matches, perhaps until a time; its form is checked.
package struct Grant: Hashable, Sendable {
    let stored: StoredGrant

    /// The right's name, or `*` for every right.
    package var right: String { stored.right }
    /// `*`, `server`, `room:*` or `room:` with a room's id; in a room role `room`, the room where one has it.
    package var resource: String { stored.resource }
    /// When it ends, in milliseconds since 1970-01-01T00:00:00Z; `nil` where it does not.
    package var endsAt: Int64? { stored.endsAt }

    /// The grant of `right` on `resource`.
    /// - Throws: `AccountError.badGrant` where nothing could be granted so.
    package init(right: String, resource: String, endsAt: Int64? = nil) throws(AccountError) {
        guard right == "*" || Right(rawValue: right).isPossible else {
            throw .badGrant(
                "There is no right '\(right)'; there are \(Right.knownNames), those of modules, and '*'."
            )
        }
        let isRoom = resource.hasPrefix("room:") && resource.utf8.count > 5 && !resource.utf8.contains(0)
        guard isRoom || ["*", "server", "room"].contains(resource) else {
            throw .badGrant(
                "A resource is '*', 'server', 'room:*' or 'room:' with a room's id, not '\(resource)'."
            )
        }
        stored = StoredGrant(right: right, resource: resource, endsAt: endsAt)
    }

    init(_ stored: StoredGrant) {
        self.stored = stored
    }
}
