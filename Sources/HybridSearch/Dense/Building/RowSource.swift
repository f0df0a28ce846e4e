// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The rows of a segment that is being made, wherever they lie; read more than once and in any order.
protocol RowSource: Sendable {
    /// The number of rows.
    var rowCount: Int { get }

    /// Reads a row.
    ///
    /// - Parameters:
    ///   - row: Its number.
    ///   - values: Receives its values, in the form in which they are compared.
    ///   - place: Where in `values` the first goes.
    func read(_ row: Int, into values: inout MutableSpan<Float>, at place: Int)
}

extension RowSource {
    /// Rows one after the other.
    ///
    /// - Parameters:
    ///   - rows: Their numbers.
    ///   - dimension: The length of each.
    /// - Returns: `rows × dimension` values.
    func gathered(_ rows: some RandomAccessCollection<Int>, dimension: Int) -> [Float] {
        var values = [Float](repeating: 0, count: rows.count * dimension)
        var all = values.mutableSpan
        for (place, row) in rows.enumerated() { read(row, into: &all, at: place * dimension) }
        return values
    }
}

/// Rows in memory: those of a commit.
struct PendingRows: RowSource {
    /// The rows, row-major.
    let values: [Float]

    /// The length of a row.
    let dimension: Int

    var rowCount: Int { values.count / dimension }

    func read(_ row: Int, into target: inout MutableSpan<Float>, at place: Int) {
        let values = values.span.extracting(row * dimension..<(row + 1) * dimension)
        RowDecoding.decode(floats: values, into: &target, at: place)
    }
}

/// Rows of segments that are being merged, those of deleted documents left out.
struct MergedRows: RowSource {
    private let segments: [StoredRows]
    private let places: [(segment: UInt32, row: UInt32)]

    /// Gathers rows.
    ///
    /// - Parameter segments: The rows of each segment, and which of them stay.
    init(_ segments: [(rows: StoredRows, kept: [Int])]) {
        self.segments = segments.map(\.rows)
        var places: [(segment: UInt32, row: UInt32)] = []
        places.reserveCapacity(segments.reduce(0) { $0 + $1.kept.count })
        for (number, segment) in segments.enumerated() {
            places += segment.kept.map { (UInt32(number), UInt32($0)) }
        }
        self.places = places
    }

    var rowCount: Int { places.count }

    func read(_ row: Int, into target: inout MutableSpan<Float>, at place: Int) {
        let source = places[row]
        segments[Int(source.segment)].read(Int(source.row), into: &target, at: place)
    }
}
