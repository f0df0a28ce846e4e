// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A table in Markdown, its first column to the left and the others to the right.
struct MarkdownTable {
    private let header: [String]
    private var lines: [[String]] = []

    /// Creates a table without lines.
    init(header: [String]) { self.header = header }

    /// Adds a line of as many cells as the header has.
    mutating func append(_ cells: [String]) {
        precondition(cells.count == header.count, "\(cells.count) cells in a table of \(header.count) columns")
        lines.append(cells)
    }

    /// The table, with a line break at its end.
    var text: String {
        let rule = ["---"] + Array(repeating: "---:", count: header.count - 1)
        return ([header, rule] + lines).map { "| " + $0.joined(separator: " | ") + " |\n" }.joined()
    }
}

extension Double {
    /// The number with three significant digits, and digits in groups of three where it is large.
    var short: String {
        magnitude >= 100
            ? formatted(.number.precision(.fractionLength(0)).locale(Locale(identifier: "en_US")))
            : formatted(.number.precision(.significantDigits(1...3)).locale(Locale(identifier: "en_US")))
    }
}
