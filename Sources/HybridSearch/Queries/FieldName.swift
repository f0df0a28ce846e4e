// SPDX-License-Identifier: Apache-2.0

/// What may name a field in a query: a letter or an underscore, then letters, digits, `_`, `.` and `-`.
enum FieldName {
    /// Where the name ends that begins at a place, or `nil` where none does.
    static func end(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
        guard start < scalars.count, isLetter(scalars[start]) else { return nil }
        return scalars[start...].firstIndex { !isLetter($0) && !isOther($0) } ?? scalars.count
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.properties.isAlphabetic
    }

    private static func isOther(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "." || scalar == "-" || scalar.properties.numericType == .decimal
            || scalar.properties.isGraphemeExtend
    }
}
