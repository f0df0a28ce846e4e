// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// A projection of token vectors to fewer dimensions, fitted on a collection: principal components, then length 1.
///
/// Late interaction keeps a vector for every token, and so their length decides the size of an index. The principal components of
/// a collection's own tokens (Pearson 1901, doi:10.1080/14786440109462720) keep the most of their variance in a given number of
/// dimensions. Queries and documents have to be projected alike, so the projection is stored with the index.
public struct TokenProjection: Hashable, Sendable {
    /// What is subtracted from a vector: the mean of the vectors that the projection was fitted on.
    public let mean: [Float]

    /// The principal components, each of ``inputDimension`` values, one after the other, the one of most variance first.
    public let basis: [Float]

    /// The length of the vectors that come in.
    public var inputDimension: Int { mean.count }

    /// The length of the vectors that go out.
    public var dimension: Int { basis.count / mean.count }

    /// Takes a projection that was fitted before.
    ///
    /// - Parameters:
    ///   - mean: The mean, of as many values as the vectors that come in.
    ///   - basis: The components, row after row, each as long as the mean.
    /// - Throws: ``TextEmbeddingsError`` with the code `invalidParameter` where they do not fit each other, and `notFinite`.
    public init(mean: [Float], basis: [Float]) throws(TextEmbeddingsError) {
        guard !mean.isEmpty, !basis.isEmpty, basis.count % mean.count == 0, basis.count <= mean.count * mean.count
        else {
            throw TextEmbeddingsError(
                .invalidParameter, "\(basis.count) values are no components of \(mean.count) dimensions")
        }
        guard FiniteCheck.allFinite(mean.span), FiniteCheck.allFinite(basis.span) else {
            throw TextEmbeddingsError(.notFinite, "a projection with a value that is no finite number")
        }
        self.mean = mean
        self.basis = basis
    }

    /// Fits a projection.
    ///
    /// - Parameters:
    ///   - vectors: The token vectors of a collection, or of a sample of some ten thousand tokens.
    ///   - dimension: The length of the vectors that go out, from 1 to that of those that come in.
    /// - Throws: ``TextEmbeddingsError/Code/invalidParameter`` where there are no vectors, or of different lengths, or the
    ///   decomposition fails.
    /// - Complexity: O(tokens · inputDimension² + inputDimension³), by BLAS and LAPACK.
    public init(fitting vectors: [TokenVectors], dimension: Int = 128) throws(TextEmbeddingsError) {
        guard let input = vectors.first?.dimension, vectors.allSatisfy({ $0.dimension == input }),
            vectors.contains(where: { $0.count > 0 })
        else {
            throw TextEmbeddingsError(.invalidParameter, "no token vectors to fit on, or of several lengths")
        }
        guard (1...input).contains(dimension) else {
            throw TextEmbeddingsError(
                .invalidParameter, "a projection of \(input) dimensions to \(dimension); give 1 to \(input)")
        }
        var sums = CovarianceSums(dimension: input)
        for text in vectors where text.count > 0 { sums.add(text.values.span) }
        do throws(VectorMathError) {
            let components = try sums.principalComponents(dimension)
            mean = components.mean
            basis = components.basis
        } catch {
            throw TextEmbeddingsError(.invalidParameter, error.message)
        }
    }

    /// Projects token vectors and scales them to length 1.
    ///
    /// - Parameter vectors: Token vectors of ``inputDimension`` values.
    /// - Returns: The same tokens with vectors of ``dimension`` values.
    /// - Complexity: O(tokens · inputDimension · dimension), by BLAS.
    public func project(_ vectors: TokenVectors) -> TokenVectors {
        precondition(
            vectors.dimension == inputDimension, "vectors of \(vectors.dimension) values, not \(inputDimension)")
        var centred = vectors.values
        for row in stride(from: 0, to: centred.count, by: inputDimension) {
            for place in 0..<inputDimension { centred[row + place] -= mean[place] }
        }
        var result = vectors
        result.dimension = dimension
        result.values = [Float](repeating: 0, count: vectors.count * dimension)
        var span = result.values.mutableSpan
        BLAS.multiply(
            centred.span, rows: vectors.count, byRowsOf: basis.span, rows: dimension, depth: inputDimension, into: &span
        )
        UnitRows.normalise(&result.values, width: dimension)
        return result
    }
}
