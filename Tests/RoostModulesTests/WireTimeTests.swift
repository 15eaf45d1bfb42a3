import Foundation
import RoostKit
import Testing

@Suite("Kit: times on the wire")
struct WireTimeTests {
    @Test(
        "a time is RFC 3339 in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_007, "2000-02-29T00:00:00.007Z"), (1_772_368_200_250, "2026-03-01T12:30:00.250Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func text(milliseconds: Int64, expected: String) {
        #expect(WireTime.text(of: milliseconds) == expected)
    }

    @Test("the days of eight hundred years has the date that the system's calendar has")
    func days() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        for day in stride(from: Int64(-135_000), to: 157_000, by: 11) {
            let parts = calendar.dateComponents(
                [.year, .month, .day],
                from: Date(timeIntervalSince1970: Double(day) * 86_400)
            )
            let expected = "\(parts.year ?? 0)-\(parts.month ?? 0)-\(parts.day ?? 0)"
            let date = WireTime.text(of: day * 86_400_000).prefix(10).split(separator: "-").compactMap {
                Int($0)
            }
            try #require(date.map(String.init).joined(separator: "-") == expected)
        }
    }
}
