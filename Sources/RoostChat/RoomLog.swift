internal import RoostKit

/// What a room remembers of its sequence: the latest entries, and the latest messages as they are now.
struct RoomLog {
    /// How many entries are remembered at least, and who was away for more loads the room anew.
    ///
    /// With the longest texts they come to 1.6 MB.
    static let entryLimit = 200
    /// How many of the latest messages are known by key at least, without asking a recorder.
    private static let messageLimit = 1_000

    /// The number of the latest entry.
    private(set) var sequence: Int64
    private var entries: [RoomEntry] = []
    /// The latest messages, and those that were the latest before: when there are enough of them, they all take the others'
    /// place, which costs less than to take out one for each that comes in.
    private var recent: [Digest: Message] = [:]
    private var older: [Digest: Message] = [:]

    /// What a key is found by: tables of numbers are searched without a look at the texts of other keys, which no cache holds.
    private struct Digest: Hashable {
        private let number: Int

        /// Nobody can choose keys that have the same one: it is Swift's hash, whose seed is of chance.
        init(_ key: MessageKey) { number = key.hashValue }
    }

    /// The log of a room whose latest entry has this number; nothing of it is remembered.
    init(sequence: Int64) {
        self.sequence = sequence
    }

    /// The message with this key, of whichever room, where it is remembered.
    func message(_ key: MessageKey) -> Message? {
        let digest = Digest(key)
        let message = recent[digest] ?? older[digest]
        return message?.key == key ? message : nil
    }

    /// The messages of `room` after `sequence` that are remembered, in no order.
    func messages(of room: RoomID, after sequence: Int64) -> [Message] {
        older.merging(recent) { _, latest in latest }.values.filter {
            $0.room == room && $0.sequence > sequence
        }
    }

    /// Remembers `message` as it is now, without an entry.
    mutating func remember(_ message: Message) {
        recent[Digest(message.key)] = message
    }

    /// Takes the next entry.
    mutating func append(_ entry: RoomEntry) {
        sequence = entry.sequence
        entries.append(entry)
        switch entry {
        case .posted(let message): remember(message)
        case .changed(let change):
            if let message = message(change.message) { remember(message.after(change)) }
            if change.kind == .deleted { forgetTexts(of: change.message) }
        case .noted: break
        }
    }

    /// The entries after `sequence`, or nothing where some of them are not remembered.
    func entries(after sequence: Int64) -> ArraySlice<RoomEntry>? {
        guard sequence < self.sequence else { return [] }
        guard let first = entries.first, first.sequence <= sequence + 1 else { return nil }
        return entries.suffix(Int(self.sequence - sequence))
    }

    /// Forgets the messages of `user`, and all entries where one is about them: whoever was away asks the recorders.
    mutating func forget(_ user: UserID) {
        if entries.contains(where: { $0.isAbout(user) }) { entries = [] }
        recent = recent.filter { $0.value.author != user }
        older = older.filter { $0.value.author != user }
    }

    /// Forgets what is more than has to be remembered; rarely, as it costs as much as that is.
    mutating func trim() {
        if entries.count > 2 * Self.entryLimit { entries.removeFirst(entries.count - Self.entryLimit) }
        guard recent.count >= Self.messageLimit else { return }
        swap(&recent, &older)
        recent.removeAll(keepingCapacity: true)
    }

    /// Takes what the message said out of the entries that are told again.
    private mutating func forgetTexts(of key: MessageKey) {
        for index in entries.indices {
            switch entries[index] {
            case .posted(let message) where message.key == key:
                entries[index] = .posted(self.message(key) ?? message)
            case .changed(let change) where change.message == key:
                guard case .edited = change.kind else { continue }
                entries[index] = .changed(change.withoutText)
            default: continue
            }
        }
    }
}

extension RoomEntry {
    /// Whether it is something that `user` did, or that was done to a message of theirs.
    fileprivate func isAbout(_ user: UserID) -> Bool {
        switch self {
        case .posted(let message): message.author == user
        case .changed(let change): change.by == user || change.message.author == user
        case .noted(let fact): fact.by == user
        }
    }
}

extension MessageChange {
    /// The same edit, of which nobody learns the text any more.
    fileprivate var withoutText: MessageChange {
        MessageChange(
            sequence: sequence,
            room: room,
            message: message,
            kind: .edited(text: ""),
            by: by,
            at: at
        )
    }
}
