// SPDX-License-Identifier: Apache-2.0
public import FoundationEssentials

/// One decision that was, or is to be, taken: a context and its moment.
///
/// A log has one a line, as JSON.
///
/// The line is an object with the members of ``RoutingContext`` and `at`, a moment such as `"2026-01-05T00:00:00Z"`.
public struct RoutingRecord: Hashable, Sendable, Codable {
    /// What was decided.
    public var context: RoutingContext

    /// When it was.
    public var instant: PolicyInstant

    /// Creates a record.
    ///
    /// - Parameters:
    ///   - context: What was decided.
    ///   - instant: When it was.
    public init(_ context: RoutingContext, at instant: PolicyInstant) {
        self.context = context
        self.instant = instant
    }

    private enum CodingKeys: String, CodingKey {
        case at
    }

    /// Reads a record.
    ///
    /// - Parameter decoder: The source, holding an object.
    /// - Throws: A `DecodingError` where a member is missing or has another type.
    public init(from decoder: any Decoder) throws {
        context = try RoutingContext(from: decoder)
        instant = try decoder.container(keyedBy: CodingKeys.self).decode(PolicyInstant.self, forKey: .at)
    }

    /// Writes the context's members and the moment.
    ///
    /// - Parameter encoder: The destination.
    /// - Throws: What the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try context.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(instant, forKey: .at)
    }

    /// Reads a log in JSON Lines; empty lines do not count.
    ///
    /// - Parameter log: The log in UTF-8.
    /// - Returns: The records in the order of the log.
    /// - Throws: ``RoutingPolicyError`` with the code `malformedRecord` that names each line that cannot be read.
    public static func read(jsonLines log: Data) throws(RoutingPolicyError) -> [RoutingRecord] {
        let decoder = JSONDecoder()
        var records: [RoutingRecord] = []
        var diagnostics: [Diagnostic] = []
        for (index, line) in log.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do {
                records.append(try decoder.decode(RoutingRecord.self, from: Data(line)))
            } catch {
                let text = String(decoding: line.prefix(80), as: UTF8.self)
                diagnostics.append(
                    .error(at: "line \(index + 1)", value: text, expected: "a context with a moment `at`: \(error)")
                )
            }
        }
        guard diagnostics.isEmpty else {
            throw RoutingPolicyError(.malformedRecord, "The log cannot be read:", diagnostics: diagnostics)
        }
        return records
    }
}
