// SPDX-License-Identifier: Apache-2.0

/// The embeddings of an index: how long they are, how they are compared and how exactly they are kept; fixed when the index
/// is created.
///
/// An index that declares none takes what its first embedding is: the same length for all, compared by dot product, kept
/// in full. In either case every document has an embedding or none has.
public struct VectorField: Hashable, Sendable {
    /// How like two vectors are; a higher score is better in every metric.
    public enum Metric: String, Sendable, CaseIterable {
        /// The cosine of the angle, of -1...1. Vectors are scaled to length 1 before they are stored, so it costs what a dot
        /// product costs; one of length 0 is refused.
        case cosine
        /// The dot product, for models whose lengths mean something.
        case dotProduct
        /// The **negative squared** distance, at most 0.
        case euclidean
    }

    /// How a stored value is kept; searches score what is stored.
    public enum Precision: String, Sendable, CaseIterable {
        /// As given: 4 bytes a value.
        case float32
        /// IEEE 754 half precision: 2 bytes a value; values beyond 65,504 are refused.
        case float16
        /// Whole numbers of -127...127 times a factor of each vector's own: 1 byte a value.
        case int8
    }

    /// The longest embedding that an index takes.
    public static let maximumDimension = 4_096

    /// The number of values of an embedding.
    public let dimension: Int

    /// How vectors are compared.
    public let metric: Metric

    /// How vectors are kept.
    public let precision: Precision

    /// Describes embeddings.
    ///
    /// - Parameters:
    ///   - dimension: The number of values of an embedding, from 1 to ``maximumDimension``.
    ///   - metric: How vectors are compared; that which the model was trained for.
    ///   - precision: How vectors are kept.
    /// - Throws: A ``HybridSearchError`` of code `invalidParameter`.
    public init(
        dimension: Int, metric: Metric = .cosine, precision: Precision = .float32
    ) throws(HybridSearchError) {
        guard (1...Self.maximumDimension).contains(dimension) else {
            throw HybridSearchError(
                .invalidParameter, "embeddings have 1 to \(Self.maximumDimension) dimensions, not \(dimension)")
        }
        self.dimension = dimension
        self.metric = metric
        self.precision = precision
    }
}

extension VectorField: CustomStringConvertible {
    /// Dimension, metric and precision, as a store remembers them.
    public var description: String { "\(dimension) \(metric.rawValue) \(precision.rawValue)" }

    /// Reads what ``description`` writes; `nil` for anything else.
    init?(stored text: String) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let dimension = Int(parts[0]), let metric = Metric(rawValue: parts[1]),
            let precision = Precision(rawValue: parts[2]),
            let field = try? VectorField(dimension: dimension, metric: metric, precision: precision)
        else { return nil }
        self = field
    }
}
