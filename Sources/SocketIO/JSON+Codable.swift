import EngineIO
import FoundationEssentials
import NIOCore

extension JSON: Codable {
    /// The value that `decoder` holds.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Each attempt that fails only says that the value is of another kind.
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let values = try? container.decode([JSON].self) {
            self = .array(values)
        } else {
            let members = try container.decode([String: JSON].self)
            self = .object(
                JSONObject(members.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
            )
        }
    }

    /// Encodes the value; bytes become base64 text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let object):
            try container.encode(Dictionary(object.members.map { ($0.name, $0.value) }) { first, _ in first })
        case .binary(let bytes): try container.encode(Base64.encode(bytes.readableBytesView))
        case .written(let json): try container.encode(JSON(parsing: ByteBuffer(bytes: json.text)))
        }
    }

    /// The JSON of `value`.
    /// - Throws: `EncodingError`.
    public init(encoding value: some Encodable) throws {
        if let value = value as? JSON {
            self = value
        } else {
            self = try JSON(parsing: ByteBuffer(bytes: try JSONEncoder().encode(value)))
        }
    }

    /// The value as a `Value`; bytes read as `Data`.
    /// - Throws: `DecodingError`.
    public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        if let value = self as? Value { return value }
        var text = ByteBuffer()
        text.writeJSON(self)
        return try JSONDecoder().decode(Value.self, from: Data(text.readableBytesView))
    }
}
