// SPDX-License-Identifier: Apache-2.0
internal import _SegmentStore

/// The fields that a clause looks in, and how their frequencies become one.
///
/// Of several fields the frequencies are added up, each multiplied by the weight of its field and divided by the length of
/// the field, before they saturate (BM25F: Robertson, Zaragoza, Taylor 2004, doi:10.1145/1031171.1031181):
///
///     f = Σ w · tf / (1 − b + b · l / averageLength)     share of the idf = f / (k1 + f)
final class SearchedFields: Sendable {
    /// All segments.
    let segments: [IndexSegment]

    private let numbers: [Int]
    private let configuration: IndexConfiguration
    private let statistics: CollectionStatistics
    private let ranking: BM25
    private let name: String?

    /// Finds the fields of a clause.
    ///
    /// - Parameters:
    ///   - name: The field that the clause names, or `nil` for all.
    ///   - snapshot: What will be searched.
    ///   - ranking: The ranking function.
    /// - Throws: A ``HybridSearchError``.
    init(_ name: String?, in snapshot: IndexSnapshot, ranking: BM25) throws(HybridSearchError) {
        let fields = snapshot.configuration.fields
        let numbers = fields.indices.filter { name == nil || fields[$0].name == name }
        guard !numbers.isEmpty else {
            throw HybridSearchError(
                .invalidQuery,
                "there is no field '\(name ?? "")'; this index has \(fields.map { "'\($0.name)'" }.joined(separator: ", "))"
            )
        }
        self.name = fields.count > 1 ? name : nil
        self.numbers = numbers
        self.ranking = ranking
        segments = snapshot.segments
        configuration = snapshot.configuration
        statistics = snapshot.statistics
    }

    /// Whether the index has one field only, which plain BM25 scores.
    var isSingle: Bool { configuration.fields.count == 1 && configuration.fields[0].b == nil }

    /// What stands before a part's name in explanations.
    var prefix: String { name.map { $0 + ":" } ?? "" }

    /// Where a part occurs in the fields of a segment, or `nil` where it does not.
    func combine(_ kind: QueryPart.Kind, in segment: IndexSegment) throws(SegmentStoreError) -> SegmentMatches? {
        var sums: [UInt32: (frequency: UInt32, weighted: Float)] = [:]
        for number in numbers {
            let field = segment.fields[number]
            guard let found = try kind.matches(in: field)?.read(from: field) else { continue }
            let settings = configuration.fields[number]
            let b = settings.b ?? ranking.b
            let average = statistics.averageLengths[number]
            for (row, frequency) in zip(found.rows, found.frequencies) {
                let length = Float(try field.length(ofRow: Int(row)))
                let norm = average > 0 ? 1 - b + b * length / average : 1
                let known = sums[row] ?? (0, 0)
                // A damaged file may give a row a length of 0, and b 1 then a norm of 0.
                let weighted = min(known.weighted + settings.weight * Float(frequency) / norm, 0x1p100)
                sums[row] = (known.frequency &+ frequency, weighted)
            }
        }
        guard !sums.isEmpty else { return nil }
        let rows = sums.keys.sorted()
        let found = rows.map { sums[$0] ?? (0, 0) }
        return .fields(
            rows, frequencies: found.map(\.frequency), shares: found.map { $0.weighted / (ranking.k1 + $0.weighted) })
    }
}
