internal import CPCRE2

/// A regular expression (PCRE2) whose work is limited: what takes longer counts as too much, and never as no match.
///
/// `@unchecked Sendable`: PCRE2's compiled code is not changed by matching, and the other state is made per match.
final class Expression: @unchecked Sendable {
    /// What a text has of it.
    enum Outcome: Equatable {
        case matches([Range<Int>])
        case tooMuch
    }

    static let byteLimit = 512
    /// How many matches in one text count.
    private static let matchLimit = 200
    /// Steps of one match; a few milliseconds at most.
    private static let stepLimit: UInt32 = 50_000
    /// KiB of the heap for backtracking in one match.
    private static let heapLimit: UInt32 = 4_096

    private let code: OpaquePointer
    private let limits: OpaquePointer

    /// The expression `pattern`, for UTF-8, without regard to case.
    /// - Throws: `FilterError.badPattern` with what PCRE2 says.
    init(_ pattern: String) throws(FilterError) {
        guard 1...Self.byteLimit ~= pattern.utf8.count else {
            throw .badPattern("it has 1 to \(Self.byteLimit) bytes")
        }
        var (error, place) = (Int32(0), 0)
        let options =
            PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | UInt32(PCRE2_NEVER_BACKSLASH_C) | PCRE2_DOLLAR_ENDONLY
        let units = Array(pattern.utf8)
        guard let code = pcre2_compile_8(units, units.count, options, &error, &place, nil),
            let limits = pcre2_match_context_create_8(nil)
        else { throw .badPattern("\(Self.text(of: error)) at byte \(place)") }
        pcre2_set_match_limit_8(limits, Self.stepLimit)
        pcre2_set_heap_limit_8(limits, Self.heapLimit)
        (self.code, self.limits) = (code, limits)
    }

    deinit {
        pcre2_code_free_8(code)
        pcre2_match_context_free_8(limits)
    }

    /// Where `text`, in UTF-8, matches.
    func outcome(in text: [UInt8], budget: WorkBudget) -> Outcome {
        guard let data = pcre2_match_data_create_8(1, nil) else { return .tooMuch }
        defer { pcre2_match_data_free_8(data) }
        var found: [Range<Int>] = []
        var start = 0
        while start <= text.count, found.count < Self.matchLimit {
            guard budget.isLeft else { return .tooMuch }
            // The text comes from a String, so that it is UTF-8. What matches nothing is not there.
            let options = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY
            let result = pcre2_match_8(code, text, text.count, start, options, data, limits)
            if result == PCRE2_ERROR_NOMATCH { break }
            guard result >= 0, let ends = pcre2_get_ovector_pointer_8(data) else { return .tooMuch }
            // `\K` in a lookahead may have a match begin after its end.
            found.append(min(ends[0], ends[1])..<ends[1])
            start = max(ends[1], start + 1)
            while start < text.count, text[start] & 0xC0 == 0x80 { start += 1 }
        }
        return .matches(found)
    }

    private static func text(of error: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = pcre2_get_error_message_8(error, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer.prefix(Int(count)), as: UTF8.self) : "it cannot be read"
    }
}
