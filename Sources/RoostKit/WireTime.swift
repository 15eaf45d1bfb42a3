/// Points in time as they stand on the wire: RFC 3339 in UTC, with milliseconds.
public enum WireTime {
    private static let millisecondsPerDay: Int64 = 86_400_000

    /// `milliseconds` since 1970-01-01T00:00:00Z as text, such as `2026-03-01T12:30:00.250Z`.
    ///
    /// For years 0 to 9999, which RFC 3339 has.
    public static func text(of milliseconds: Int64) -> String {
        let day = floorDivide(milliseconds, millisecondsPerDay)
        let ofDay = milliseconds - day * millisecondsPerDay
        let date = date(ofDay: day)
        return String(unsafeUninitializedCapacity: 24) { bytes in
            var count = 0
            func write(_ number: Int64, _ width: Int, _ mark: Unicode.Scalar) {
                var rest = number.magnitude
                for index in (count..<count + width).reversed() {
                    bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                bytes[count + width] = UInt8(ascii: mark)
                count += width + 1
            }
            write(date.year, 4, "-")
            write(date.month, 2, "-")
            write(date.day, 2, "T")
            write(ofDay / 3_600_000, 2, ":")
            write(ofDay / 60_000 % 60, 2, ":")
            write(ofDay / 1_000 % 60, 2, ".")
            write(ofDay % 1_000, 3, "Z")
            return count
        }
    }

    /// The Gregorian date of a day counted from 1970-01-01.
    ///
    /// Years are taken to begin on 1 March, so that the day of a leap year comes last.
    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let daysPer400Years: Int64 = 146_097
        let fromMarchOfYear0 = day + 719_468
        let cycle = floorDivide(fromMarchOfYear0, daysPer400Years)
        let ofCycle = fromMarchOfYear0 - cycle * daysPer400Years
        let yearOfCycle = (ofCycle - ofCycle / 1_460 + ofCycle / 36_524 - ofCycle / 146_096) / 365
        let ofYear = ofCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * ofYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
        return (year, month, ofYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        value >= 0 ? value / divisor : -((divisor - 1 - value) / divisor)
    }
}
