// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// The shape of all rows of a store, which its properties name.
struct StoredShape: Hashable {
    var dimension: Int
    var precision: Precision

    private static let dimensionKey = "multivector.dimension"
    private static let precisionKey = "multivector.precision"

    /// The shape as properties.
    var properties: [String: String] {
        [Self.dimensionKey: "\(dimension)", Self.precisionKey: precision.rawValue]
    }

    init(dimension: Int, precision: Precision) {
        self.dimension = dimension
        self.precision = precision
    }

    /// The shape of a store's rows.
    ///
    /// - Throws: A ``MaxSimError`` of code `notAnIndex` for a store of something else.
    init(of snapshot: StoreSnapshot) throws(MaxSimError) {
        guard let dimension = snapshot.properties[Self.dimensionKey].flatMap({ Int($0) }),
            let precision = snapshot.properties[Self.precisionKey].flatMap({ Precision(rawValue: $0) })
        else { throw MaxSimError(.notAnIndex, "the folder holds an index of another kind; give one of multi-vectors") }
        try MultiVector.check(dimension: dimension)
        self.init(dimension: dimension, precision: precision)
    }
}
