// SPDX-License-Identifier: Apache-2.0

extension SimilarityMap {
    /// The least and the greatest value.
    ///
    /// - Complexity: O(patches).
    public var range: ClosedRange<Float> {
        let (least, greatest) = values.reduce((Float.infinity, -Float.infinity)) { (min($0.0, $1), max($0.1, $1)) }
        return least...greatest
    }

    /// The map with its values brought into 0...1.
    ///
    /// A value becomes `(value - lower) / (upper - lower)`, and what lies outside the range becomes 0 or 1. By default the
    /// range is the map's own, so that its least value is 0 and its greatest 1; a map that is the same everywhere shows
    /// nothing, and becomes 0 everywhere. To compare maps, of several pages or of several rows of a query, give one range
    /// for all.
    ///
    /// - Parameter bounds: The values that become 0 and 1; `nil` for the map's own ``range``.
    /// - Returns: A map of the same size.
    /// - Complexity: O(patches).
    public func normalized(from bounds: ClosedRange<Float>? = nil) -> SimilarityMap {
        let bounds = bounds ?? range
        let (lower, width) = (Double(bounds.lowerBound), Double(bounds.upperBound) - Double(bounds.lowerBound))
        return SimilarityMap(
            unchecked: values.map { value in
                width > 0 ? Float(min(max((Double(value) - lower) / width, 0), 1)) : 0
            }, rows: rows, columns: columns)
    }
}
