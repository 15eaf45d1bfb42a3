import EngineIO
public import NIOCore

extension ByteBuffer {
    /// Writes `value` as JSON text (RFC 8259) without spaces; bytes become base64 text.
    public mutating func writeJSON(_ value: JSON) {
        writeJSON(value) { buffer, bytes in
            buffer.writeJSON(Base64.encode(bytes.readableBytesView))
        }
    }

    /// Writes `value` as JSON text; `writeBinary` stands in for bytes.
    mutating func writeJSON(_ value: JSON, writeBinary: (inout ByteBuffer, ByteBuffer) -> Void) {
        switch value {
        case .null: writeStaticString("null")
        case .bool(let flag): writeStaticString(flag ? "true" : "false")
        case .integer(let number): writeString(String(number))
        // JSON has no infinity and no NaN.
        case .number(let number): writeString(number.isFinite ? String(number) : "null")
        case .string(let text): writeJSON(text)
        case .array(let values):
            writeInteger(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { writeInteger(UInt8(ascii: ",")) }
                writeJSON(value, writeBinary: writeBinary)
            }
            writeInteger(UInt8(ascii: "]"))
        case .object(let object):
            writeInteger(UInt8(ascii: "{"))
            for (index, member) in object.members.enumerated() {
                if index > 0 { writeInteger(UInt8(ascii: ",")) }
                writeJSON(member.name)
                writeInteger(UInt8(ascii: ":"))
                writeJSON(member.value, writeBinary: writeBinary)
            }
            writeInteger(UInt8(ascii: "}"))
        case .binary(let bytes): writeBinary(&self, bytes)
        }
    }

    private mutating func writeJSON(_ text: String) {
        writeInteger(UInt8(ascii: "\""))
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            writeString(text)
        } else {
            for byte in text.utf8 { writeEscaped(byte) }
        }
        writeInteger(UInt8(ascii: "\""))
    }

    private mutating func writeEscaped(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): writeStaticString("\\\"")
        case UInt8(ascii: "\\"): writeStaticString("\\\\")
        case 0x0A: writeStaticString("\\n")
        case ..<0x20:
            writeStaticString(byte < 0x10 ? "\\u000" : "\\u001")
            writeInteger(Array("0123456789abcdef".utf8)[Int(byte & 0xF)])
        default: writeInteger(byte)
        }
    }
}
