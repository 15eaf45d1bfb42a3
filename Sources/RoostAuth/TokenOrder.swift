package import RoostKit

/// What a token for a program shall be able to do, and how long.
package struct TokenOrder: Hashable, Sendable {
    let name: String
    let caveats: [Caveat]
    let lifetime: Duration

    /// An order for a token that its user calls `name`.
    ///
    /// Rights, rooms or both must be bounded, and the lifetime is a year at most.
    package init(
        name: String,
        rights: [Right]?,
        rooms: [RoomID]?,
        lifetime: Duration
    ) throws(TokenOrderError) {
        do {
            self.name = try DisplayName(name).text
        } catch {
            throw .name
        }
        let caveats = [rights.map(Caveat.rights), rooms.map(Caveat.rooms)].compactMap(\.self)
        // What is no condition when it is read, such as a room's name with a comma, is none.
        guard !caveats.isEmpty, caveats.allSatisfy({ Caveat($0.text) == $0 }) else { throw .scope }
        if let unknown = rights?.first(where: { !$0.isPossible }) { throw .unknownRight(unknown) }
        guard lifetime >= .seconds(1), lifetime <= Limits.tokenLifetime else { throw .lifetime }
        self.caveats = caveats
        self.lifetime = lifetime
    }
}
