public import NIOCore

/// A JSON value, or bytes beside it, as it came from a client or goes to one.
public enum JSON: Sendable, Equatable {
    /// No value.
    case null
    /// True or false.
    case bool(Bool)
    /// A number without fraction that fits 64 bits.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// Text.
    case string(String)
    /// Values in order.
    case array([JSON])
    /// Values by name.
    case object(JSONObject)
    /// Bytes, which travel beside the JSON text.
    case binary(ByteBuffer)
    /// A value whose text is there already; what comes from a client never is.
    case written(WrittenJSON)

    /// The text, where it is text.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The number, where it is one without fraction.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The truth value, where it is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The values, where it is an array.
    public var array: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    /// The bytes, where it is bytes.
    public var binary: ByteBuffer? {
        if case .binary(let bytes) = self { bytes } else { nil }
    }

    /// The object, where it is one.
    public var object: JSONObject? {
        if case .object(let value) = self { value } else { nil }
    }

    /// The member named `name` of an object.
    public subscript(name: String) -> JSON? { object?[name] }
}

/// An object's members in the order in which they were written.
public struct JSONObject: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    /// The members; of two with one name the first counts.
    public private(set) var members: [(name: String, value: JSON)]

    /// An object of `members`.
    public init(_ members: [(name: String, value: JSON)] = []) {
        self.members = members
    }

    /// An object of the literal's members.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        members = elements.map { (name: $0.0, value: $0.1) }
    }

    /// The value of the member named `name`.
    public subscript(name: String) -> JSON? {
        members.first { $0.name == name }?.value
    }

    /// Whether both have the same members in the same order.
    public static func == (left: Self, right: Self) -> Bool {
        left.members.elementsEqual(right.members) { $0.name == $1.name && $0.value == $1.value }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Text.
    public init(stringLiteral value: String) { self = .string(value) }

    /// A number.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// Values in order.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }

    /// Values by name.
    public init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(JSONObject(elements.map { (name: $0.0, value: $0.1) }))
    }
}
