// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The distinct lengths of a segment's rows, ascending, and for each row the place of its length among them.
///
/// Lengths are exact. Places order like lengths, are short, and let a query compute the norm of each distinct length once.
struct LengthTable: Sendable {
    /// The distinct lengths, ascending.
    let lengths: [UInt32]

    /// For each row the place of its length.
    let codes: [UInt32]

    /// The norm of each class of lengths under the usual parameters; to weigh bounds against each other.
    let usualClassNorms: [Float]

    /// Makes the table of some rows.
    init(lengthsOfRows: [UInt32]) {
        let distinct = Set(lengthsOfRows).sorted()
        let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, UInt32($0)) })
        lengths = distinct
        codes = lengthsOfRows.map { places[$0] ?? 0 }
        let total = lengthsOfRows.reduce(0) { $0 + Int($1) }
        let average = lengthsOfRows.isEmpty ? 0 : Float(Double(total) / Double(lengthsOfRows.count))
        usualClassNorms = Self.classNorms(
            distinct.map { BM25.standard.lengthNorm(length: $0, averageLength: average) })
    }

    /// The class of a row's length.
    func lengthClass(ofRow row: Int) -> Int { Self.lengthClass(ofCode: Int(codes[row]), among: lengths.count) }

    /// The class of the length at a place among all distinct lengths.
    static func lengthClass(ofCode code: Int, among count: Int) -> Int {
        count <= PostingBlock.lengthClasses ? code : code * PostingBlock.lengthClasses / count
    }

    /// The least norm of each class: that of its shortest length.
    ///
    /// - Parameter norms: The norm of each distinct length, ascending with it.
    /// - Returns: One norm for each class; infinity for a class without lengths.
    static func classNorms(_ norms: [Float]) -> [Float] {
        var classNorms = [Float](repeating: .infinity, count: PostingBlock.lengthClasses)
        for (code, norm) in norms.enumerated() {
            let lengthClass = lengthClass(ofCode: code, among: norms.count)
            classNorms[lengthClass] = min(classNorms[lengthClass], norm)
        }
        return classNorms
    }
}
