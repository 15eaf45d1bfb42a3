internal import RoostKit

/// What the conditions of a token leave of its user's rights.
struct Scope: Hashable, Sendable {
    /// Those that take rights away.
    private let caveats: [Caveat]

    /// What `caveats` leave; each takes away by itself.
    init(_ caveats: [Caveat] = []) {
        self.caveats = caveats.reduce(into: []) { kept, caveat in
            switch caveat {
            // A token has some of its conditions twice: the server keeps those it was issued with.
            case .rooms, .rights: if !kept.contains(caveat) { kept.append(caveat) }
            case .expires, .uses, .address: break
            }
        }
    }

    /// Whether no condition takes any right away.
    var isWhole: Bool { caveats.isEmpty }

    /// Whether all that `right`, or every right where it is `*`, on the resource of `pattern` allows is left.
    func leaves(right: String, on pattern: String) -> Bool {
        caveats.allSatisfy { caveat in
            switch caveat {
            case .rights(let rights): right != "*" && rights.contains(Right(rawValue: right))
            case .rooms(let rooms):
                if case .room(let room)? = GrantSet.resource(pattern) { rooms.contains(room) } else { false }
            case .expires, .uses, .address: true
            }
        }
    }

    /// The condition that takes `right` on `resource` away, or `nil` where none does.
    func obstacle(to right: Right, on resource: Resource) -> Caveat? {
        caveats.first { caveat in
            switch (caveat, resource) {
            case (.rights(let rights), _): !rights.contains(right)
            case (.rooms(let rooms), .room(let room)): !rooms.contains(room)
            case (.rooms, .server): true
            case (.expires, _), (.uses, _), (.address, _): false
            }
        }
    }
}
