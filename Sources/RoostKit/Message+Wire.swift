/// The message as clients see it: `{"id","seq","room","author","text","at","replyTo"?,"edited"?,"deleted"?}`.
extension Message: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id
        case sequence = "seq"
        case room, author, text, at, replyTo
        case editedAt = "edited"
        case isDeleted = "deleted"
    }

    /// Writes the message as clients see it, with its times in the form of RFC 3339.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(sequence, forKey: .sequence)
        try fields.encode(room.rawValue, forKey: .room)
        try fields.encode(author.rawValue, forKey: .author)
        try fields.encode(text, forKey: .text)
        try fields.encode(WireTime.text(of: at), forKey: .at)
        try fields.encodeIfPresent(replyTo, forKey: .replyTo)
        try fields.encodeIfPresent(editedAt.map(WireTime.text), forKey: .editedAt)
        if isDeleted { try fields.encode(true, forKey: .isDeleted) }
    }
}
