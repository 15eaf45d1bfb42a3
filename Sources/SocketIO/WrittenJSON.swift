/// The JSON text of a value, made once to be part of what is sent several times.
public struct WrittenJSON: Sendable, Equatable {
    let text: [UInt8]

    fileprivate init(text: [UInt8]) {
        self.text = text
    }

    /// The text of `value`; bytes become base64 text.
    public init(_ value: JSON) {
        var writer = JSONWriter()
        writer.write(value)
        text = writer.text
    }

    /// The text of an array of `strings`, which costs less than making a value of it first.
    public init(strings: [String]) {
        var writer = JSONWriter()
        writer.write(strings: strings)
        text = writer.text
    }
}

/// Writes an object member by member, which costs less than making a value of it first.
public struct JSONObjectWriter {
    private var writer = JSONWriter()

    /// A writer of an object without members.
    public init() {
        writer.write(literal: "{")
    }

    /// Appends a member; `name` is one that no other member has, and needs no escapes.
    public mutating func add(_ name: StaticString, _ value: JSON) {
        writer.write(literal: writer.text.count == 1 ? "\"" : ",\"")
        writer.write(literal: name)
        writer.write(literal: "\":")
        writer.write(value)
    }

    /// The object.
    public consuming func written() -> JSON {
        writer.write(literal: "}")
        return .written(WrittenJSON(text: writer.text))
    }
}
