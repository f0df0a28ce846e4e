// SPDX-License-Identifier: Apache-2.0

/// What makes the vectors of two encoders comparable: the same weights, read in the same way.
///
/// Keep it beside stored vectors, and compare it before a query is embedded: vectors of another model have a similarity too,
/// but it means nothing.
///
/// ```swift
/// let stored = EncoderIdentity(properties: properties)
/// if let difference = stored?.difference(to: encoder.identity) { print("another model: \(difference)") }
/// ```
public struct EncoderIdentity: Hashable, Sendable {
    /// The XXH64 hash of `model.safetensors`, 16 hexadecimal digits.
    public var weights: String

    /// How states become one vector.
    public var pooling: Pooling

    /// Whether pooled vectors have length 1.
    public var normalizes: Bool

    /// What is put in front of texts by their role.
    public var prefixes: [TextRole: String]

    /// The identity as named texts, to be stored with vectors.
    public var properties: [String: String] {
        var properties = ["weights": weights, "pooling": pooling.rawValue, "normalizes": "\(normalizes)"]
        for (role, prefix) in prefixes { properties[Self.prefixName(role)] = prefix }
        return properties
    }

    /// Creates an identity of its parts.
    ///
    /// - Parameters:
    ///   - weights: The hash of the weights.
    ///   - pooling: How states become one vector.
    ///   - normalizes: Whether pooled vectors have length 1.
    ///   - prefixes: What is put in front of texts by their role.
    public init(weights: String, pooling: Pooling, normalizes: Bool, prefixes: [TextRole: String] = [:]) {
        self.weights = weights
        self.pooling = pooling
        self.normalizes = normalizes
        self.prefixes = prefixes.filter { !$0.value.isEmpty }
    }

    /// Reads the named texts of an identity.
    ///
    /// `nil` where a part is missing or unknown. Other properties are not looked at.
    ///
    /// - Parameter properties: Named texts.
    public init?(properties: [String: String]) {
        guard let weights = properties["weights"], let pooling = properties["pooling"].flatMap(Pooling.init(rawValue:)),
            let normalizes = properties["normalizes"].flatMap(Bool.init)
        else { return nil }
        var prefixes: [TextRole: String] = [:]
        for role in TextRole.allCases { prefixes[role] = properties[Self.prefixName(role)] }
        self.init(weights: weights, pooling: pooling, normalizes: normalizes, prefixes: prefixes)
    }

    /// The first thing in which another identity differs, for a person, or `nil` where nothing does.
    ///
    /// - Parameter other: The other identity.
    /// - Returns: Such as `weights a… instead of b…`.
    public func difference(to other: EncoderIdentity) -> String? {
        if weights != other.weights { return "weights \(other.weights) instead of \(weights)" }
        if pooling != other.pooling { return "pooling '\(other.pooling)' instead of '\(pooling)'" }
        if normalizes != other.normalizes { return "vectors \(other.normalizes ? "of length 1" : "of any length")" }
        for role in TextRole.allCases where prefixes[role] != other.prefixes[role] {
            return "the \(role) prefix '\(other.prefixes[role] ?? "")' instead of '\(prefixes[role] ?? "")'"
        }
        return nil
    }

    private static func prefixName(_ role: TextRole) -> String { "prefix.\(role)" }
}

extension TextEncoder {
    /// What makes this encoder's vectors comparable with those of another.
    public var identity: EncoderIdentity {
        let digits = String(weightsHash, radix: 16)
        return EncoderIdentity(
            weights: String(repeating: "0", count: 16 - digits.count) + digits, pooling: pooling,
            normalizes: normalizes, prefixes: prefixes)
    }
}
