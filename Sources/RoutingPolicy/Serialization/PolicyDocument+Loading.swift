// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials

extension PolicyDocument {
    /// Reads a policy from JSON and validates it.
    ///
    /// - Parameter json: The JSON text in UTF-8.
    /// - Throws: ``RoutingPolicyError`` with the code `malformedJSON` where it is not JSON, and `invalidPolicy` with every
    ///   fault where it makes no usable policy.
    public init(json: Data) throws(RoutingPolicyError) {
        let tree: JSONValue
        do {
            tree = try JSONDecoder().decode(JSONValue.self, from: json)
        } catch {
            throw RoutingPolicyError(.malformedJSON, "The policy is not JSON: \(error)")
        }
        var diagnostics: [Diagnostic] = []
        let document = PolicyDocument.read(tree, at: "", &diagnostics)
        if let document { diagnostics += document.validate().filter { $0.severity == .error } }
        guard let document, diagnostics.isEmpty else {
            let count = diagnostics.count == 1 ? "a fault" : "\(diagnostics.count) faults"
            throw RoutingPolicyError(.invalidPolicy, "The policy has \(count):", diagnostics: diagnostics)
        }
        self = document
    }

    /// Reads a policy from JSON text and validates it.
    ///
    /// - Parameter text: The JSON text.
    /// - Throws: As ``init(json:)-(Data)`` does.
    public init(json text: String) throws(RoutingPolicyError) { try self.init(json: Data(text.utf8)) }

    /// The policy as JSON for people: indented, with sorted keys.
    public var prettyJSON: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        // A tree of plain values always encodes; were it ever not to, the canonical text says the same.
        guard let data = try? encoder.encode(json) else { return json.canonicalText }
        return String(decoding: data, as: UTF8.self)
    }

    /// The policy as canonical JSON: the text that the digest is made of.
    public var canonicalJSON: String { json.canonicalText }
}
