// SPDX-License-Identifier: Apache-2.0

/// A language whose words are cut to their stems by the system's Snowball library.
///
/// English is not among them: its stemmer is the package's own, in ``EnglishAnalyzer``.
public enum Language: String, Hashable, Sendable, CaseIterable {
    /// Catalan.
    case catalan
    /// Danish.
    case danish
    /// Dutch.
    case dutch
    /// Finnish.
    case finnish
    /// French.
    case french
    /// German.
    case german
    /// Modern Greek.
    case greek
    /// Hungarian.
    case hungarian
    /// Italian.
    case italian
    /// Norwegian Bokmål and Nynorsk.
    case norwegian
    /// Portuguese.
    case portuguese
    /// Romanian.
    case romanian
    /// Russian.
    case russian
    /// Spanish.
    case spanish
    /// Swedish.
    case swedish
    /// Turkish.
    case turkish
}

extension Language {
    /// What the analysis of the language needs to know.
    var vocabulary: LanguageVocabulary {
        switch self {
        case .catalan: .catalan
        case .danish: .danish
        case .dutch: .dutch
        case .finnish: .finnish
        case .french: .french
        case .german: .german
        case .greek: .greek
        case .hungarian: .hungarian
        case .italian: .italian
        case .norwegian: .norwegian
        case .portuguese: .portuguese
        case .romanian: .romanian
        case .russian: .russian
        case .spanish: .spanish
        case .swedish: .swedish
        case .turkish: .turkish
        }
    }
}
