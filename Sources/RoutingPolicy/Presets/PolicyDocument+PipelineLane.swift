// SPDX-License-Identifier: Apache-2.0

extension PolicyDocument {
    /// How the lane preset reads file names and attributes.
    public enum NameMatching: String, Hashable, Sendable, Codable {
        /// By words: `tax-form.pdf` is a form, `information.pdf` and `syntax.md` are not.
        case words
        /// By substrings, as the system did that this one replaces: `information.pdf` is a form, and an attribute
        /// `scanned` counts even where it says no.
        case substrings
    }

    /// Which lane a document takes: images of its pages, its text, or both.
    ///
    /// | rule | when | lane |
    /// |---|---|---|
    /// | `presentation` | by kind, media type or extension | visual |
    /// | `form-or-invoice` | by kind, media type or words of the file name | visual |
    /// | `scanned` | by kind or attributes | visual |
    /// | `large-pdf` | a PDF of strictly more bytes than the limit | visual |
    /// | `code` | by kind or extension | text |
    /// | `plain-text` | by kind, media type or extension | text |
    /// | `spreadsheet` | by kind, media type or extension | text |
    /// | `default` | nothing else | text |
    ///
    /// A media type that is missing has been guessed from the name by ``DocumentFacts``.
    ///
    /// ``PolicyAnalysis`` calls `code`, `plain-text` and `spreadsheet` redundant, and rightly so: without them their
    /// documents would take the text lane by `default`. They stand for their reasons, which the system that this preset
    /// re-creates gives, and can be deleted where nobody reads those. No other order avoids it: rules that decide for the
    /// fallback's route, with no rule of another route behind them, differ from it in their words only.
    ///
    /// - Parameters:
    ///   - visual: The route of visual documents: ``Route/vdr``, or ``Route/vdrAndText`` for both lanes.
    ///   - text: The route of all others.
    ///   - largePDFBytes: The size above which a PDF is visual; 10 x 1,024 x 1,024.
    ///   - nameMatching: How names and attributes are read.
    /// - Returns: The policy.
    public static func pipelineLane(
        visual: Route = .vdr,
        text: Route = .text,
        largePDFBytes: Int = 10 * 1024 * 1024,
        nameMatching: NameMatching = .words
    ) -> PolicyDocument {
        let bySubstring = nameMatching == .substrings
        let limit = Reason.megabytes(largePDFBytes)
        let isLargePDF = DocumentPredicates.isPDF && .attribute(.byteCount, .greaterThan(largePDFBytes))
        return PolicyDocument(
            name: "pipeline-lane",
            description: "Chooses between page images and text.",
            routes: [visual, text],
            rules: [
                Rule(
                    id: "presentation",
                    when: DocumentPredicates.isPresentation,
                    outcome: .route(visual),
                    description: "File is a presentation"
                ),
                Rule(
                    id: "form-or-invoice",
                    when: bySubstring ? DocumentPredicates.hasFormSubstring : DocumentPredicates.isFormOrInvoice,
                    outcome: .route(visual),
                    description: "File appears to be a form or invoice"
                ),
                Rule(
                    id: "scanned",
                    when: bySubstring ? DocumentPredicates.mentionsScan : DocumentPredicates.isScanned,
                    outcome: .route(visual),
                    description: "File is scanned"
                ),
                Rule(
                    id: "large-pdf",
                    when: isLargePDF,
                    outcome: .route(visual),
                    description: "PDF is large ({document.size} > \(limit) threshold)"
                ),
                Rule(
                    id: "code",
                    when: DocumentPredicates.isCode,
                    outcome: .route(text),
                    description: "File is source code"
                ),
                Rule(
                    id: "plain-text",
                    when: DocumentPredicates.isPlainText,
                    outcome: .route(text),
                    description: "File is plain text"
                ),
                Rule(
                    id: "spreadsheet",
                    when: DocumentPredicates.isSpreadsheet,
                    outcome: .route(text),
                    description: "File is a spreadsheet"
                ),
            ],
            fallback: Fallback(route: text)
        )
    }
}
