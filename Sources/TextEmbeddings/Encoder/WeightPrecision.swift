// SPDX-License-Identifier: Apache-2.0

/// How the weights of a model are held in memory and multiplied.
public enum WeightPrecision: String, Hashable, Sendable, CaseIterable {
    /// Single precision, as the model was made.
    case float32
    /// Eight bits with a scale for each output; states are rounded to eight bits for each product.
    ///
    /// A quarter of the memory and faster where the processor multiplies bytes; vectors keep a cosine of about 0.99 or more
    /// with those of single precision.
    case int8
}
