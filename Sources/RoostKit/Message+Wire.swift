/// The message as clients see it: `{"id","seq","room","author","text","at"}`.
extension Message: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id
        case sequence = "seq"
        case room, author, text, at
    }

    /// Writes the message as clients see it, with its time in the form of RFC 3339.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(sequence, forKey: .sequence)
        try fields.encode(room.rawValue, forKey: .room)
        try fields.encode(author.rawValue, forKey: .author)
        try fields.encode(text, forKey: .text)
        try fields.encode(WireTime.text(of: at), forKey: .at)
    }
}
