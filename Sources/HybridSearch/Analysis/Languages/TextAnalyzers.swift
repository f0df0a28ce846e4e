// SPDX-License-Identifier: Apache-2.0

/// The analysers of this module by name, for command lines and settings.
public enum TextAnalyzers {
    /// The names, in alphabetical order: `code`, `english`, `standard`, and every ``Language``.
    public static let names: [String] = (["code", "english", "standard"] + Language.allCases.map(\.rawValue)).sorted()

    /// The analyser of a name.
    ///
    /// - Parameter name: One of ``names``, or the identity that an index stores, of which the part before the slash counts.
    /// - Returns: The analyser, in the version that this build has; compare its identity where that matters.
    /// - Throws: ``HybridSearchError/Code/invalidParameter`` for an unknown name and
    ///   ``HybridSearchError/Code/missingStemmer`` where the system's library does not know the language.
    public static func named(_ name: String) throws(HybridSearchError) -> any TextAnalyzer {
        let base = String(name.prefix { $0 != "/" })
        switch base {
        case "code": return CodeAnalyzer()
        case "english": return EnglishAnalyzer()
        case "standard": return StandardAnalyzer()
        default:
            guard let language = Language(rawValue: base) else {
                throw HybridSearchError(
                    .invalidParameter,
                    "there is no analyser '\(base)'; take one of \(names.joined(separator: ", "))")
            }
            return try LanguageAnalyzer(language)
        }
    }
}
