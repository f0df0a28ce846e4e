// SPDX-License-Identifier: Apache-2.0

extension MultiVector {
    /// The values of some rows, each row scaled to length 1; rows of norm 0 stay zero.
    ///
    /// - Parameter rows: The rows to take.
    /// - Returns: `rows × dimension` values.
    /// - Complexity: O(values).
    func unitRows(_ rows: Range<Int>) -> [Float] {
        var units: [Float] = []
        units.reserveCapacity(rows.count * dimension)
        for row in rows {
            let row = values[(row * dimension)..<((row + 1) * dimension)]
            let length = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            let scale = length > 0 ? 1 / length : 0
            for value in row { units.append(Float(Double(value) * scale)) }
        }
        return units
    }
}
