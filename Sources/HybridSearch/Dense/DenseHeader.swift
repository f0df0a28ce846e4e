// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// The first section of a dense component: what the others hold.
struct DenseHeader: Hashable, Sendable {
    static let section = "header"

    /// What the rows are.
    var field: VectorField

    /// The number of rows.
    var rowCount: Int

    /// The number of clusters of codes; 0 where there are no codes.
    var listCount: Int

    /// Version 1 turned codes by a matrix, which its files do not hold.
    private static let version: UInt32 = 2
    private static let wordCount = 6

    init(field: VectorField, rowCount: Int, listCount: Int) {
        self.field = field
        self.rowCount = rowCount
        self.listCount = listCount
    }

    /// Reads the section.
    init(_ file: MappedFile) throws(SegmentStoreError) {
        let words = try file.section(Self.section).array(of: UInt32.self)
        guard words.count == Self.wordCount, words[0] > 0 else { throw LexicalSegment.damaged(file.name) }
        guard words[0] == Self.version else {
            throw SegmentStoreError(
                .unsupportedVersion,
                "\(file.name) holds embeddings in format \(words[0]) where \(Self.version) is read; index again")
        }
        let metrics = VectorField.Metric.allCases
        let precisions = VectorField.Precision.allCases
        guard words[2] < metrics.count, words[3] < precisions.count,
            let field = try? VectorField(
                dimension: Int(words[1]), metric: metrics[Int(words[2])], precision: precisions[Int(words[3])])
        else { throw LexicalSegment.damaged(file.name) }
        self.init(field: field, rowCount: Int(words[4]), listCount: Int(words[5]))
    }

    /// Writes the section.
    func write(into file: SegmentFileWriter) throws(SegmentStoreError) {
        let metric = VectorField.Metric.allCases.firstIndex(of: field.metric) ?? 0
        let precision = VectorField.Precision.allCases.firstIndex(of: field.precision) ?? 0
        try file.begin(section: Self.section)
        try file.append([
            Self.version, UInt32(field.dimension), UInt32(metric), UInt32(precision), UInt32(rowCount),
            UInt32(listCount),
        ])
    }
}
