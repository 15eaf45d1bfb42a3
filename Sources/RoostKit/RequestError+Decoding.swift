extension RequestError {
    /// The refusal of a payload that does not decode, with the name of the field that is wrong; `depth` says how deep the payload
    /// lies in what was decoded.
    init(_ error: DecodingError, below depth: Int = 0) {
        let message =
            switch error {
            case .keyNotFound(let key, let context):
                "the field '\(Self.field(context.codingPath.dropFirst(depth) + [key]))' is missing"
            case .typeMismatch(_, let context), .valueNotFound(_, let context):
                context.codingPath.count <= depth
                    ? "the payload is not a JSON object"
                    : Self.wrongKind(context.codingPath.dropFirst(depth))
            case .dataCorrupted(let context):
                // The decoder says the same of malformed JSON and of a number that is no Int, without its field.
                context.codingPath.count <= depth
                    ? "the payload is not JSON, or has a number that does not fit its field"
                    : Self.wrongKind(context.codingPath.dropFirst(depth))
            @unknown default:
                "the payload does not fit this request"
            }
        self.init(code: "bad_request", message: message)
    }

    private static func wrongKind(_ path: ArraySlice<any CodingKey>) -> String {
        "the field '\(field(path))' has a value of the wrong kind"
    }

    private static func field(_ path: ArraySlice<any CodingKey>) -> String {
        path.map(\.stringValue).joined(separator: ".")
    }
}
