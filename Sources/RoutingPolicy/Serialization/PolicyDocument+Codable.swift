// SPDX-License-Identifier: Apache-2.0

extension PolicyDocument: Codable {
    /// Reads a policy from any decoder.
    ///
    /// - Parameter decoder: The source.
    /// - Throws: ``RoutingPolicyError`` with the code `invalidPolicy` that names every fault of the shape. What the policy
    ///   says is checked by ``validate()``.
    public init(from decoder: any Decoder) throws {
        var diagnostics: [Diagnostic] = []
        let document = PolicyDocument.read(try JSONValue(from: decoder), at: "", &diagnostics)
        guard let document, diagnostics.isEmpty else {
            throw RoutingPolicyError(.invalidPolicy, "The policy cannot be read.", diagnostics: diagnostics)
        }
        self = document
    }

    /// Writes the policy; what has its default is left out.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
