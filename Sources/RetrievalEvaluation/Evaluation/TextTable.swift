// SPDX-License-Identifier: Apache-2.0

/// Lays out rows of cells for a fixed-width font: the first column to the left, the others to the right.
enum TextTable {
    /// The rows as lines of equal column widths.
    ///
    /// - Parameter rows: Rows of equally many cells.
    /// - Returns: The lines, separated by line feeds.
    static func text(of rows: [[String]]) -> String {
        var widths: [Int] = []
        for (column, cell) in rows.flatMap({ $0.enumerated() }) {
            if column == widths.count { widths.append(0) }
            widths[column] = max(widths[column], cell.count)
        }
        return rows.map { row in
            row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column == 0 ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// A number with four decimals, or a dash where there is none.
    ///
    /// - Parameters:
    ///   - value: A number of magnitude below 10^12.
    ///   - signed: Whether a plus sign stands before what is not negative.
    /// - Returns: The cell, such as `0.0500` or `-1.0000`.
    static func cell(_ value: Double?, signed: Bool = false) -> String {
        guard let value, value.isFinite, abs(value) < 1e12 else { return "-" }
        let units = Int((abs(value) * 10_000).rounded())
        let decimals = String(units % 10_000)
        let sign = value < 0 && units > 0 ? "-" : signed ? "+" : ""
        return sign + "\(units / 10_000)." + String(repeating: "0", count: 4 - decimals.count) + decimals
    }
}
