internal import RoostKit

/// Answers `history:search`.
struct Searching: Sendable {
    let index: WordIndex
    let search: Search
    let table: MessageTable

    /// The messages that `request` asks for, of the rooms that `asker` may read.
    @concurrent
    func page(for request: SearchRequest, by asker: Asker) async throws -> SearchPage {
        let isReadable: (RoomID) -> Bool = { asker.may(.read, in: $0) }
        let (query, limit, start) = (try request.parsed(), try request.count, try request.start)
        let isBehind = try await index.advance()
        let keys: [Int64]
        let place: Int64?
        switch start.order {
        case .time:
            (keys, place) = try await search.latest(
                query,
                below: start.place,
                limit: limit,
                isReadable: isReadable
            )
        case .rank:
            guard !query.terms.isEmpty else {
                throw RequestError.badRequest("without words nothing can be ranked; ask for the order 'time'")
            }
            let found = try await search.best(
                query,
                offset: Int(start.place),
                limit: limit,
                isReadable: isReadable
            )
            (keys, place) = (found.keys, found.more ? start.place + Int64(limit) : nil)
        }
        return SearchPage(
            messages: try await table.messages(numbered: keys, for: asker.user),
            cursor: place.flatMap { SearchRequest.cursor(start.order, $0) },
            behind: isBehind ? true : nil
        )
    }
}
