public import NIOCore

extension JSON {
    /// Why bytes are not JSON that is accepted here.
    public enum ParseError: Error, Equatable {
        /// Not JSON (RFC 8259).
        case malformed
        /// Arrays and objects nested more deeply than 64 levels.
        case tooDeep
    }

    /// The one value that `bytes`, valid UTF-8, consist of.
    /// - Throws: `ParseError`; no input traps.
    public init(parsing bytes: ByteBuffer) throws(ParseError) {
        let result = bytes.withUnsafeReadableBytes { raw -> Result<JSON, ParseError> in
            var parser = JSONParser(bytes: raw)
            do throws(ParseError) {
                return .success(try parser.document())
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }
}

/// A recursive descent over bytes, valid UTF-8, that stay where they are for its life, every access checked against their end.
struct JSONParser {
    private static let depthLimit = 64
    /// How many values there is room for at first: as many as an event has that is a name and one argument.
    private static let usualCount = 2

    private let bytes: UnsafeRawBufferPointer
    private var index = 0
    private var depth = 0

    init(bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The one value that all the rest consists of.
    mutating func document() throws(JSON.ParseError) -> JSON {
        let value = try value()
        skipSpace()
        guard index == bytes.count else { throw .malformed }
        return value
    }

    /// The byte that is read next; nothing at the end.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    /// Reads one byte.
    mutating func byte() -> UInt8? {
        guard let byte = next else { return nil }
        index += 1
        return byte
    }

    /// Reads `byte`, where it is the next one.
    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        index += 1
        return true
    }

    /// Reads the digits of a number; nothing where there are none.
    mutating func decimal() throws(JSON.ParseError) -> UInt64? {
        let start = index
        while let byte = next, 0x30...0x39 ~= byte { index += 1 }
        if index == start { return nil }
        var number: UInt64 = 0
        for digit in bytes[start..<index] {
            let (tens, isTooLarge) = number.multipliedReportingOverflow(by: 10)
            let (sum, isOver) = tens.addingReportingOverflow(UInt64(digit - 0x30))
            guard !isTooLarge, !isOver else { throw .malformed }
            number = sum
        }
        return number
    }

    /// Reads up to `byte`, which is read too, or to the end; nothing where that is more than `byteLimit` bytes.
    mutating func text(before byte: UInt8, byteLimit: Int) -> String? {
        let start = index
        while let other = next, other != byte { index += 1 }
        let end = index
        _ = take(byte)
        return end - start <= byteLimit ? String(decoding: bytes[start..<end], as: UTF8.self) : nil
    }

    private mutating func value() throws(JSON.ParseError) -> JSON {
        skipSpace()
        switch next {
        case UInt8(ascii: "\""):
            index += 1
            return .string(try string())
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSON) throws(JSON.ParseError) -> JSON {
        for offset in 0..<text.utf8CodeUnitCount {
            guard take(text.utf8Start[offset]) else { throw .malformed }
        }
        return value
    }

    private mutating func enter() throws(JSON.ParseError) {
        index += 1
        depth += 1
        guard depth <= Self.depthLimit else { throw .tooDeep }
    }

    private mutating func array() throws(JSON.ParseError) -> [JSON] {
        try enter()
        var values: [JSON] = []
        skipSpace()
        if !take(UInt8(ascii: "]")) {
            values.reserveCapacity(Self.usualCount)
            repeat {
                values.append(try value())
                skipSpace()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "]")) else { throw .malformed }
        }
        depth -= 1
        return values
    }

    private mutating func object() throws(JSON.ParseError) -> JSONObject {
        try enter()
        var members: [(name: String, value: JSON)] = []
        skipSpace()
        if !take(UInt8(ascii: "}")) {
            members.reserveCapacity(Self.usualCount)
            repeat {
                skipSpace()
                guard take(UInt8(ascii: "\"")) else { throw .malformed }
                let name = try string()
                skipSpace()
                guard take(UInt8(ascii: ":")) else { throw .malformed }
                members.append((name, try value()))
                skipSpace()
            } while take(UInt8(ascii: ","))
            guard take(UInt8(ascii: "}")) else { throw .malformed }
        }
        depth -= 1
        return JSONObject(members)
    }

    /// The rest of a string whose opening quote is read.
    private mutating func string() throws(JSON.ParseError) -> String {
        let start = index
        index = bytes.endOfPlainText(from: start)
        var text = String(decoding: bytes[start..<index], as: UTF8.self)
        if take(UInt8(ascii: "\"")) { return text }
        while let byte = next {
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): text.unicodeScalars.append(try escape())
            case ..<0x20: throw .malformed
            default:
                let start = index - 1
                index = bytes.endOfPlainText(from: index)
                text += String(decoding: bytes[start..<index], as: UTF8.self)
            }
        }
        throw .malformed
    }

    private mutating func escape() throws(JSON.ParseError) -> Unicode.Scalar {
        guard let byte = next else { throw .malformed }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw .malformed
        }
    }

    private mutating func unicodeEscape() throws(JSON.ParseError) -> Unicode.Scalar {
        let unit = try hexUnit()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        // Half of a surrogate pair stands for nothing by itself.
        let rest = index
        guard unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            index = rest
            return "\u{FFFD}"
        }
        let low = try hexUnit()
        guard 0xDC00...0xDFFF ~= low,
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
        else {
            index = rest
            return "\u{FFFD}"
        }
        return scalar
    }

    private mutating func hexUnit() throws(JSON.ParseError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw .malformed
            }
            index += 1
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private mutating func digits() throws(JSON.ParseError) {
        guard let byte = next, 0x30...0x39 ~= byte else { throw .malformed }
        while let byte = next, 0x30...0x39 ~= byte { index += 1 }
    }

    private mutating func number() throws(JSON.ParseError) -> JSON {
        let start = index
        var isWhole = true
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isWhole, let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw .malformed }
        return .number(value)
    }
}
