// SPDX-License-Identifier: Apache-2.0

// The calendar arithmetic is Howard Hinnant's "chrono-compatible low-level date algorithms" (2013): days since 1970 to
// and from the proleptic Gregorian calendar, with years that start in March.

extension PolicyInstant: CustomStringConvertible {
    /// The moment in UTC as ISO 8601, such as `2026-01-05T00:00:00Z`; milliseconds only where there are any.
    public var description: String {
        let milliseconds = Self.floorDivide(millisecondsSince1970, 1_000)
        let seconds = Self.floorDivide(milliseconds.quotient, 86_400)
        let date = Self.date(ofDay: seconds.quotient)
        let time = seconds.remainder
        var text = "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))T"
        text += "\(Self.padded(time / 3_600, 2)):\(Self.padded(time / 60 % 60, 2)):\(Self.padded(time % 60, 2))"
        if milliseconds.remainder > 0 { text += ".\(Self.padded(milliseconds.remainder, 3))" }
        return text + "Z"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number.magnitude)
        return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func floorDivide(_ value: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let remainder = value % divisor
        return remainder < 0 ? (value / divisor - 1, remainder + divisor) : (value / divisor, remainder)
    }

    private static func date(ofDay day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(day + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func day(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(shiftedYear, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension PolicyInstant {
    /// Reads an ISO 8601 moment with a time zone: `2026-01-05T00:00:00Z`, `2026-01-05T01:00:00.500+01:00`.
    ///
    /// - Parameter text: The text; a date alone is its midnight in UTC, a time without a zone is refused.
    public init?(_ text: String) {
        var scanner = Scanner(text: Array(text.utf8))
        guard let year = scanner.number(digits: 4), scanner.take("-"), let month = scanner.number(digits: 2),
            scanner.take("-"), let day = scanner.number(digits: 2)
        else { return nil }
        let count = Self.day(year: year, month: month, day: day)
        guard Self.date(ofDay: count) == (year, month, day) else { return nil }
        var milliseconds = count * 86_400_000
        if !scanner.isAtEnd {
            guard let time = scanner.timeOfDay(), let offset = scanner.zoneOffset(), scanner.isAtEnd else { return nil }
            milliseconds += time - offset
        }
        self.init(millisecondsSince1970: milliseconds)
    }

    /// Reads the fields of a moment from left to right.
    private struct Scanner {
        let text: [UInt8]
        var offset = 0

        var isAtEnd: Bool { offset == text.count }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard offset < text.count, UInt32(text[offset]) == character.value else { return false }
            offset += 1
            return true
        }

        mutating func number(digits: Int) -> Int64? {
            guard offset + digits <= text.count else { return nil }
            var value: Int64 = 0
            for digit in text[offset..<offset + digits] {
                guard (48...57).contains(digit) else { return nil }
                value = value * 10 + Int64(digit - 48)
            }
            offset += digits
            return value
        }

        mutating func timeOfDay() -> Int64? {
            guard take("T"), let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2),
                minute < 60
            else { return nil }
            var milliseconds = (hour * 60 + minute) * 60_000
            guard take(":") else { return milliseconds }
            guard let second = number(digits: 2), second < 60 else { return nil }
            milliseconds += second * 1_000
            guard take(".") else { return milliseconds }
            guard let tenths = number(digits: 1) else { return nil }
            var scale: Int64 = 100
            milliseconds += tenths * scale
            while let digit = number(digits: 1) {
                scale /= 10
                milliseconds += digit * scale
            }
            return milliseconds
        }

        mutating func zoneOffset() -> Int64? {
            if take("Z") { return 0 }
            let sign: Int64 = take("-") ? -1 : 1
            guard sign < 0 || take("+"), let hour = number(digits: 2), hour < 24, take(":"),
                let minute = number(digits: 2), minute < 60
            else { return nil }
            return sign * (hour * 60 + minute) * 60_000
        }
    }
}

extension PolicyInstant: Codable {
    /// Reads an ISO 8601 moment.
    ///
    /// - Parameter decoder: The source, holding a string.
    /// - Throws: A `DecodingError` where it is not such a string.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = PolicyInstant(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\"\(text)\" is not a moment such as 2026-01-05T00:00:00Z"
            )
        }
        self = instant
    }

    /// Writes the moment as ISO 8601.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
