// SPDX-License-Identifier: Apache-2.0

/// The settings of the ``PolicyDocument/asyncRAG(isEnabled:forceLegacyUsers:betaUsers:largeFileBytes:coverage:salt:profile:)``
/// preset as environment variables.
///
/// | variable | value |
/// |---|---|
/// | `USE_ASYNC_RAG` | `true` or `false`; unset is off |
/// | `ASYNC_RAG_BETA_USERS` | names separated by commas |
/// | `ASYNC_RAG_FORCE_LEGACY_USERS` | names separated by commas |
/// | `ASYNC_RAG_ROLLOUT_PERCENTAGE` | 0 to 100, with at most four decimals |
/// | `ASYNC_RAG_LARGE_FILE_MB` | a number above 0, in units of 1,024 x 1,024 bytes |
/// | `ASYNC_RAG_ROUTING_OVERRIDE` | `async_v2` or `legacy` |
///
/// Each may also have the prefix `REACT_APP_`. An empty value is the same as none; a bad one never becomes a default.
public struct AsyncRAGSettings: Hashable, Sendable {
    /// The global switch; `nil` is off.
    public var isEnabled: Bool?

    /// Units that use the new pipeline first.
    public var betaUsers: [String] = []

    /// Units that stay on the legacy pipeline.
    public var forceLegacyUsers: [String] = []

    /// The share of the other units that use the new pipeline.
    public var coverage: PartsPerMillion = .none

    /// The size above which a document takes the new pipeline.
    public var largeFileBytes = 5 * 1024 * 1024

    /// A route for every decision of the process.
    public var override: Override?

    /// Creates the settings of an empty environment.
    public init() {}

    /// Reads the settings strictly.
    ///
    /// - Parameter environment: The variables by name.
    /// - Throws: ``RoutingPolicyError`` with the code `invalidEnvironment`, which names each bad variable, its value and
    ///   what is expected.
    public init(environment: [String: String]) throws(RoutingPolicyError) {
        var reader = EnvironmentReader(environment)
        self = AsyncRAGSettings(&reader)
        guard reader.diagnostics.isEmpty else {
            throw RoutingPolicyError(
                .invalidEnvironment,
                "The environment has settings that cannot be used:",
                diagnostics: reader.diagnostics
            )
        }
    }

    /// Reads the settings, keeping the last good ones as a whole where any variable is bad.
    ///
    /// - Parameters:
    ///   - environment: The variables by name.
    ///   - lastGood: What to keep.
    /// - Returns: The settings to use, and what is wrong with the environment.
    public static func reloading(
        environment: [String: String],
        keeping lastGood: AsyncRAGSettings
    ) -> (settings: AsyncRAGSettings, diagnostics: [Diagnostic]) {
        do {
            return (try AsyncRAGSettings(environment: environment), [])
        } catch {
            return (lastGood, error.diagnostics)
        }
    }

    /// The policy of these settings.
    ///
    /// The override is not part of it: give it to ``PolicyStore/setProcessOverride(_:)`` or
    /// ``PolicySnapshot/overriding(with:)``.
    ///
    /// - Parameters:
    ///   - salt: What makes the rollout independent of others.
    ///   - profile: How the unit becomes a bucket.
    /// - Returns: The policy.
    public func document(salt: String = "async-rag", profile: BucketingProfile = .routing1) -> PolicyDocument {
        .asyncRAG(
            isEnabled: isEnabled,
            forceLegacyUsers: forceLegacyUsers,
            betaUsers: betaUsers,
            largeFileBytes: largeFileBytes,
            coverage: coverage,
            salt: salt,
            profile: profile
        )
    }

    private init(_ reader: inout EnvironmentReader) {
        isEnabled = reader.value("USE_ASYNC_RAG", expected: "true or false") { text in
            switch text.lowercased() {
            case "true": true
            case "false": false
            default: nil
            }
        }
        betaUsers = reader.list("ASYNC_RAG_BETA_USERS")
        forceLegacyUsers = reader.list("ASYNC_RAG_FORCE_LEGACY_USERS")
        coverage =
            reader.value("ASYNC_RAG_ROLLOUT_PERCENTAGE", expected: "a percentage from 0 to 100, such as 5 or 12.5") {
                PartsPerMillion($0).flatMap { $0.isInRange ? $0 : nil }
            } ?? .none
        largeFileBytes =
            reader.value("ASYNC_RAG_LARGE_FILE_MB", expected: "a number of megabytes above 0, such as 5") { text in
                // Decimals are exact to 1/10,000; the limit is a whole number of bytes.
                PartsPerMillion(text).flatMap { text.hasSuffix("%") || $0.rawValue <= 0 ? nil : $0.rawValue }
                    .map { $0 * 1_048_576 / 10_000 }
            } ?? 5 * 1024 * 1024
        override = reader.value("ASYNC_RAG_ROUTING_OVERRIDE", expected: "async_v2 or legacy") { text in
            switch text.lowercased() {
            case "async_v2": Override(route: .asyncV2, author: "ASYNC_RAG_ROUTING_OVERRIDE")
            case "legacy": Override(route: .legacy, author: "ASYNC_RAG_ROUTING_OVERRIDE")
            default: nil
            }
        }
    }
}

/// Reads variables that may carry a prefix, and collects what is wrong with them.
struct EnvironmentReader {
    private let environment: [String: String]
    private(set) var diagnostics: [Diagnostic] = []

    init(_ environment: [String: String]) { self.environment = environment }

    /// The value of a variable, or `nil` where it is unset, empty or bad.
    mutating func value<Value>(_ name: String, expected: String, _ convert: (String) -> Value?) -> Value? {
        guard let found = find(name) else { return nil }
        guard let value = convert(found.text) else {
            diagnostics.append(.error(at: found.name, value: "\"\(found.text)\"", expected: expected))
            return nil
        }
        return value
    }

    /// The names of a variable that are separated by commas; white space around them and empty ones do not count.
    mutating func list(_ name: String) -> [String] {
        let text = find(name)?.text ?? ""
        return text.split(separator: ",").map { Self.trimmed($0) }.filter { !$0.isEmpty }
    }

    private mutating func find(_ name: String) -> (name: String, text: String)? {
        let found = [name, "REACT_APP_" + name].compactMap { name -> (name: String, text: String)? in
            let text = Self.trimmed((environment[name] ?? "")[...])
            return text.isEmpty ? nil : (name, text)
        }
        if let first = found.first, let last = found.last, first.text != last.text {
            diagnostics.append(
                .error(
                    at: last.name,
                    value: "\"\(last.text)\"",
                    expected: "the same as \(first.name), \"\(first.text)\""
                )
            )
        }
        return found.first
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
