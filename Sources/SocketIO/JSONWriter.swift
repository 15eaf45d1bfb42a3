import EngineIO
public import NIOCore

extension ByteBuffer {
    /// Writes `value` as JSON text (RFC 8259) without spaces; bytes become base64 text.
    public mutating func writeJSON(_ value: JSON) {
        var writer = JSONWriter()
        writer.write(value)
        writeBytes(writer.text)
    }
}

/// Makes JSON text, and puts bytes values aside or into it.
struct JSONWriter {
    /// The text so far.
    var text: [UInt8] = []
    /// The bytes values so far that left placeholders.
    private(set) var attachments: [ByteBuffer] = []
    private let separatesBinary: Bool

    /// A writer whose text begins with `room` bytes that mean nothing yet; with `separatesBinary` bytes values leave
    /// placeholders.
    init(room: Int = 0, separatesBinary: Bool = false) {
        // Enough for a usual message of a chat.
        text.reserveCapacity(480)
        text += repeatElement(0, count: room)
        self.separatesBinary = separatesBinary
    }

    /// Appends the text of `value`.
    mutating func write(_ value: JSON) {
        switch value {
        case .null: write(literal: "null")
        case .bool(let flag): write(literal: flag ? "true" : "false")
        case .integer(let number): write(decimal: number)
        // JSON has no infinity and no NaN.
        case .number(let number): text.append(contentsOf: (number.isFinite ? String(number) : "null").utf8)
        case .string(let string): write(string: string)
        case .array(let values): write(values)
        case .object(let object): write(object)
        case .binary(let bytes): write(bytes)
        case .written(let json): write(json)
        }
    }

    /// Appends `words`, which need no escapes.
    mutating func write(literal words: StaticString) {
        text.append(contentsOf: UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
    }

    /// Appends `number`'s digits.
    mutating func write(decimal number: some FixedWidthInteger) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = digits.count
        var rest = number.magnitude
        repeat {
            first -= 1
            digits[first] = 0x30 + UInt8(rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 { text.append(UInt8(ascii: "-")) }
        for index in first..<digits.count { text.append(digits[index]) }
    }

    /// Appends `values` as an array.
    mutating func write(_ values: [JSON]) {
        text.append(UInt8(ascii: "["))
        for index in values.indices {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            write(values[index])
        }
        text.append(UInt8(ascii: "]"))
    }

    /// Appends `strings` as an array.
    mutating func write(strings: [String]) {
        text.append(UInt8(ascii: "["))
        for index in strings.indices {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            write(string: strings[index])
        }
        text.append(UInt8(ascii: "]"))
    }

    /// Appends `name` and `arguments` as one array.
    mutating func write(event name: String, _ arguments: [JSON]) {
        text.append(UInt8(ascii: "["))
        write(string: name)
        for argument in arguments {
            text.append(UInt8(ascii: ","))
            write(argument)
        }
        text.append(UInt8(ascii: "]"))
    }

    private mutating func write(_ json: WrittenJSON) {
        let byteCount = text.count + json.text.count
        // A long one that just fits would be copied once more for what comes after it.
        if byteCount > text.capacity { text.reserveCapacity(max(byteCount + 256, 2 * text.capacity)) }
        text += json.text
    }

    private mutating func write(_ object: JSONObject) {
        text.append(UInt8(ascii: "{"))
        for (index, member) in object.members.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            write(string: member.name)
            text.append(UInt8(ascii: ":"))
            write(member.value)
        }
        text.append(UInt8(ascii: "}"))
    }

    private mutating func write(_ bytes: ByteBuffer) {
        guard separatesBinary else { return write(string: Base64.encode(bytes.readableBytesView)) }
        let number = attachments.count
        attachments.append(bytes)
        write(literal: #"{"_placeholder":true,"num":"#)
        write(decimal: number)
        text.append(UInt8(ascii: "}"))
    }

    private mutating func write(string: String) {
        var string = string
        text.append(UInt8(ascii: "\""))
        string.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            var start = 0
            while true {
                let end = bytes.endOfPlainText(from: start)
                text.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<end]))
                guard end < bytes.count else { break }
                writeEscaped(bytes[end])
                start = end + 1
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): write(literal: "\\\"")
        case UInt8(ascii: "\\"): write(literal: "\\\\")
        case 0x0A: write(literal: "\\n")
        default:
            write(literal: byte < 0x10 ? "\\u000" : "\\u001")
            text.append(Array("0123456789abcdef".utf8)[Int(byte & 0xF)])
        }
    }
}

extension UnsafeRawBufferPointer {
    /// Where, from `start` on, the first byte is that stands for something else in a JSON string, or must not stand there: a
    /// quote, a backslash or a control character; else the end.
    func endOfPlainText(from start: Int) -> Int {
        var index = start
        while index + 8 <= count {
            guard loadUnaligned(fromByteOffset: index, as: UInt64.self).isPlainText else { break }
            index += 8
        }
        while index < count, self[index] >= 0x20, self[index] != 0x22, self[index] != 0x5C { index += 1 }
        return index
    }
}

extension UInt64 {
    /// Whether none of the eight bytes is a quote, a backslash or a control character.
    fileprivate var isPlainText: Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let (quotes, backslashes) = (self ^ ones &* 0x22, self ^ ones &* 0x5C)
        // A byte whose high bit is clear has it set where more is taken off than it holds; a borrow only changes bytes after one
        // that is found.
        let found =
            (self &- ones &* 0x20) & ~self | (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
        return found & (ones &* 0x80) == 0
    }
}
