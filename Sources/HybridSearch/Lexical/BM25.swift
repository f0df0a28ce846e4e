// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// The BM25 ranking function in Lucene's form, with parameters chosen at query time.
///
/// A document of length `l` that holds a term `tf` times scores, for each time that the query names the term,
///
///     idf · tf / (tf + k1 · (1 − b + b · l / averageLength))     idf = ln(1 + (N − n + 0.5) / (n + 0.5))
///
/// where `n` of `N` documents hold the term. The idf is never negative, and lengths are exact (Robertson, Zaragoza 2009,
/// doi:10.1561/1500000019; the variants are compared in Kamphuis and others 2020, doi:10.1007/978-3-030-45442-5_4).
public struct BM25: Hashable, Sendable {
    /// How slowly repetitions of a term saturate; 0 counts presence only.
    public let k1: Float

    /// How much long documents are held back: 0 not at all, 1 in full proportion.
    public let b: Float

    /// The parameters that Lucene uses: `k1` 1.2, `b` 0.75.
    public static let standard = BM25(uncheckedK1: 1.2, b: 0.75)

    /// Creates a ranking function.
    ///
    /// - Parameters:
    ///   - k1: How slowly repetitions saturate; finite and not negative.
    ///   - b: How much length counts, of 0...1.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for values outside these ranges.
    public init(k1: Float = 1.2, b: Float = 0.75) throws(HybridSearchError) {
        guard k1.isFinite, k1 >= 0 else {
            throw HybridSearchError(.invalidParameter, "BM25's k1 is \(k1); give a finite number that is not negative")
        }
        guard (0...1).contains(b) else {
            throw HybridSearchError(.invalidParameter, "BM25's b is \(b); give a number of 0...1")
        }
        self.init(uncheckedK1: k1, b: b)
    }

    private init(uncheckedK1 k1: Float, b: Float) {
        self.k1 = k1
        self.b = b
    }

    /// The inverse document frequency of a term.
    ///
    /// - Parameters:
    ///   - documentFrequency: The documents that hold the term.
    ///   - documentCount: All documents.
    /// - Returns: A positive number, the larger the rarer the term.
    public static func inverseDocumentFrequency(documentFrequency: Int, documentCount: Int) -> Float {
        let holding = Double(documentFrequency)
        return Float(logarithm(1 + (Double(documentCount) - holding + 0.5) / (holding + 0.5)))
    }

    /// The part of the denominator that does not depend on the term: `k1 · (1 − b + b · l / averageLength)`.
    func lengthNorm(length: UInt32, averageLength: Float) -> Float {
        averageLength > 0 ? k1 * (1 - b + b * Float(length) / averageLength) : k1
    }
}
