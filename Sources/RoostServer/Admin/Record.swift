import Foundation

/// One thing that a command tells: the object that it prints with `--json`, with names that stay.
package struct Record: Codable, Hashable, Sendable {
    /// The value under a name.
    package enum Value: Hashable, Sendable {
        case null
        case flag(Bool)
        case number(Int64)
        case text(String)
        case list([Value])
        case record(Record)
    }

    private let fields: [String: Value]

    /// The record of `fields`.
    package init(_ fields: [String: Value]) {
        self.fields = fields
    }

    /// What `value` is as JSON, whose absent values are left out.
    init(_ value: some Encodable) throws {
        self = try JSONDecoder().decode(Record.self, from: JSONEncoder().encode(value))
    }

    /// The record that stands for itself as an object.
    package init(from decoder: any Decoder) throws {
        fields = try decoder.singleValueContainer().decode([String: Value].self)
    }

    /// Writes an object.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(fields)
    }

    /// The value named `name`; null where there is none.
    package subscript(_ name: String) -> Value { fields[name] ?? .null }

    /// The record with `value` under `name`, too.
    package func adding(_ name: String, _ value: Value) -> Record {
        Record(fields.merging([name: value]) { $1 })
    }

    /// The names, in order.
    package var names: [String] { fields.keys.sorted() }

    /// The record as one line of JSON, its names in order.
    package var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Texts, numbers and flags always encode.
        guard let data = try? encoder.encode(self) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Record.Value {
    /// The value for people: nothing for null, lists with commas.
    package var text: String {
        switch self {
        case .null: ""
        case .flag(let flag): flag ? "yes" : "no"
        case .number(let number): "\(number)"
        case .text(let text): text
        case .list(let values): values.map(\.text).joined(separator: ", ")
        case .record(let record): record.names.map { "\($0): \(record[$0].text)" }.joined(separator: ", ")
        }
    }
}

extension Record.Value: Codable {
    /// Any JSON value whose numbers are whole.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // Each type is tried in turn: which one fits is the answer.
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let values = try? container.decode([Record.Value].self) {
            self = .list(values)
        } else {
            self = .record(try container.decode(Record.self))
        }
    }

    /// The JSON value.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .flag(let flag): try container.encode(flag)
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        case .list(let values): try container.encode(values)
        case .record(let record): try container.encode(record)
        }
    }
}

extension Record.Value: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// A text.
    package init(stringLiteral text: String) { self = .text(text) }
}

extension Record.Value: ExpressibleByIntegerLiteral {
    /// A number.
    package init(integerLiteral number: Int64) { self = .number(number) }
}

extension Record.Value: ExpressibleByBooleanLiteral {
    /// A flag.
    package init(booleanLiteral flag: Bool) { self = .flag(flag) }
}
