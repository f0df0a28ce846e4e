// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore
internal import _VectorMath

/// Writes the sections of ``CodeLists``.
struct CodeListsWriter {
    /// What the rows are.
    let field: VectorField

    /// The lists.
    let training: ListTraining

    /// Makes the codes.
    let quantizer: BinaryQuantizer

    private static let calibrationSeed: UInt64 = 2

    /// Writes the lists of all rows of a source.
    ///
    /// - Parameters:
    ///   - source: The rows.
    ///   - file: Where they go.
    /// - Throws: What writing throws.
    /// - Complexity: O(rows · dimension · log dimension).
    func write(_ source: some RowSource, into file: SegmentFileWriter) throws(SegmentStoreError) {
        let centroids = training.centroids
        try file.begin(section: CodeLists.centroidSection)
        try file.append(centroids.codes)
        try file.begin(section: CodeLists.factorSection)
        try file.append(zip(centroids.scales, centroids.squaredLengths).flatMap { [$0, $1] })
        let parts = training.parts()
        try file.begin(section: CodeLists.countSection)
        try file.append(parts.counts)
        try file.begin(section: CodeLists.rowSection)
        try file.append(Self.padded(parts.rows, counts: parts.counts))
        try file.begin(section: CodeLists.codeSection)
        let turned = quantizer.rotated(centroids.values.span)
        var start = 0
        for (part, count) in parts.counts.enumerated() {
            let rows = parts.rows[start..<start + Int(count)]
            try writeCodes(of: rows, list: part / 2, turned: turned, source: source, into: file)
            start += Int(count)
        }
        if centroids.count > 1 {
            let calibration = ListCalibration(
                source, field: field, training: training, seed: Self.calibrationSeed)
            try calibration.write(into: file)
        }
    }

    /// The rows of all parts, each part filled up to a whole block.
    private static func padded(_ rows: [UInt32], counts: [UInt32]) -> [UInt32] {
        let block = BinaryQuantizer.blockRowCount
        var padded: [UInt32] = []
        var start = 0
        for count in counts {
            padded += rows[start..<start + Int(count)]
            start += Int(count)
            padded += repeatElement(CodeLists.noRow, count: (block - Int(count) % block) % block)
        }
        return padded
    }

    private static let blockRows = 2_048

    private func writeCodes(
        of rows: ArraySlice<UInt32>, list: Int, turned: [Float], source: some RowSource, into file: SegmentFileWriter
    ) throws(SegmentStoreError) {
        let dimension = field.dimension
        let range = list * dimension..<(list + 1) * dimension
        for start in stride(from: rows.startIndex, to: rows.endIndex, by: Self.blockRows) {
            let numbers = rows[start..<min(start + Self.blockRows, rows.endIndex)].map { Int($0) }
            var values = source.gathered(numbers, dimension: dimension)
            let biases =
                field.metric == .euclidean
                ? RowEncoder.halfSquaredLengths(values, dimension: dimension).map { -$0 }
                : [Float](repeating: 0, count: numbers.count)
            let centroid = training.centroids.values.span.extracting(range)
            BLAS.subtract(centroid, fromRowsOf: &values)
            let residuals = quantizer.rotated(values.span)
            var blocks = [UInt8](
                repeating: 0, count: BinaryQuantizer.byteCount(rows: numbers.count, dimension: dimension))
            var target = blocks.mutableSpan
            quantizer.encode(
                residuals: residuals.span, centroid: turned.span.extracting(range), biases: biases.span, into: &target)
            try file.append(blocks)
        }
    }
}
