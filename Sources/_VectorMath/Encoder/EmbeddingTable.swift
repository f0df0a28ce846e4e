// SPDX-License-Identifier: Apache-2.0
internal import _RAGKernels

/// The vectors of tokens and of places, and their sum, from which an encoder starts.
package struct EmbeddingTable: Sendable {
    /// The length of a vector.
    package let width: Int

    /// The number of tokens that have a vector.
    package var tokenCount: Int { tokens.count / width }

    /// The number of places that have a vector.
    package var placeCount: Int { places.count / width }

    private let tokens: [Float]
    private let places: [Float]
    private let kind: [Float]

    /// Takes the vectors.
    ///
    /// - Parameters:
    ///   - tokens: A vector for each token.
    ///   - places: A vector for each place of a sequence.
    ///   - kind: The vector that every token of a first sentence adds.
    package init(tokens: [Float], places: [Float], kind: [Float]) {
        width = kind.count
        precondition(width > 0 && tokens.count % width == 0 && places.count % width == 0, "vectors come whole")
        self.tokens = tokens
        self.places = places
        self.kind = kind
    }

    /// The bytes that the vectors take.
    package var byteCount: Int { (tokens.count + places.count + kind.count) * MemoryLayout<Float>.stride }

    /// Fills rows.
    ///
    /// - Parameters:
    ///   - states: Receives the sums.
    ///   - rows: Which rows to fill.
    ///   - numbers: The token of each row, from row 0 on.
    ///   - positions: The place of each row in its sequence.
    /// - Complexity: O(rows · width).
    package func fill(_ states: StateMatrix, rows: Range<Int>, tokens numbers: [Int32], positions: [Int32]) {
        precondition(states.width == width && numbers.count == positions.count, "a place for each token")
        precondition(rows.upperBound <= numbers.count, "a token for each row")
        precondition(
            rows.allSatisfy {
                (0..<tokenCount).contains(Int(numbers[$0])) && (0..<placeCount).contains(Int(positions[$0]))
            }, "a token or a place without a vector")
        states.check(rows)
        unsafe numbers.withUnsafeBufferPointer { numbers in
            unsafe positions.withUnsafeBufferPointer { positions in
                guard let numbers = numbers.baseAddress, let positions = positions.baseAddress else { return }
                unsafe rag_embedding_rows(
                    tokens, numbers + rows.lowerBound, places, positions + rows.lowerBound, kind, rows.count, width,
                    states.address(ofRow: rows.lowerBound))
            }
        }
    }
}
