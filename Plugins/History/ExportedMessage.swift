internal import RoostKit

/// A message in a file: as on the wire, with who has which reaction to it.
struct ExportedMessage: Encodable {
    let message: Message
    let reactions: [ExportedReaction]

    private enum CodingKeys: CodingKey {
        case reactions
    }

    init(_ message: Message, reactions: [ExportedReaction]) {
        self.message = message
        self.reactions = reactions
    }

    func encode(to encoder: any Encoder) throws {
        try message.encode(to: encoder)
        guard !reactions.isEmpty else { return }
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(reactions, forKey: .reactions)
    }
}

/// A reaction in a file.
struct ExportedReaction: Codable {
    let reaction: String
    var users: [String]
}
