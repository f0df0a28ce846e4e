// SPDX-License-Identifier: Apache-2.0

/// What the presets ask about documents.
enum DocumentPredicates {
    static let isPresentation = Predicate.any([
        .attribute(.kind, .equals("presentation")),
        .attribute(.mediaType, .isIn(presentationTypes)),
        .attribute(.documentName, .hasExtension(["ppt", "pptx", "odp", "key"])),
    ])

    static let isFormOrInvoice = Predicate.any([
        .attribute(.kind, .isIn(["form", "invoice"])),
        .attribute(.mediaType, .isIn(formTypes)),
        .attribute(.documentName, .hasWord(formWords)),
    ])

    /// The words as they stand anywhere in the name: `information.pdf` counts.
    static let hasFormSubstring = Predicate.attribute(
        .documentName,
        .containsIgnoringCase(["form", "invoice", "receipt", "application", "claim", "tax"])
    )

    static let isScanned = Predicate.any([
        .attribute(.kind, .equals("scan")),
        .attribute("scanned", .equals(true)),
        .attribute("scanned", .equals("true")),
        .anyAttribute(.values, .hasWord(["scan", "scans", "scanned", "scanner"])),
    ])

    /// Any attribute that mentions a scan, even one that denies it.
    static let mentionsScan = Predicate.any([
        .anyAttribute(.names, .containsIgnoringCase(["scan"])),
        .anyAttribute(.values, .containsIgnoringCase(["scan"])),
    ])

    static let isPDF = Predicate.any([
        .attribute(.documentName, .hasExtension(["pdf"])),
        .attribute(.mediaType, .equals("application/pdf")),
    ])

    static let isCode = Predicate.any([
        .attribute(.kind, .equals("code")), .attribute(.documentName, .hasExtension(codeExtensions)),
    ])

    static let isPlainText = Predicate.any([
        .attribute(.kind, .equals("text")),
        .attribute(.mediaType, .isIn(["text/plain", "text/markdown", "text/csv", "text/tab-separated-values"])),
        .attribute(.documentName, .hasExtension(["txt", "md", "markdown", "csv", "tsv", "log"])),
    ])

    static let isSpreadsheet = Predicate.any([
        .attribute(.kind, .equals("spreadsheet")),
        .attribute(.mediaType, .isIn(spreadsheetTypes)),
        .attribute(.documentName, .hasExtension(["xls", "xlsx", "ods", "csv"])),
    ])

    private static let presentationTypes = [
        "application/vnd.ms-powerpoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.presentation",
        "application/vnd.apple.keynote",
    ]

    private static let formTypes = [
        "application/vnd.fdf", "application/vnd.adobe.xfdf", "application/vnd.adobe.xdp+xml",
    ]

    private static let spreadsheetTypes = [
        "application/vnd.ms-excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
        "text/csv",
    ]

    private static let formWords = [
        "form", "forms", "invoice", "invoices", "receipt", "receipts", "application", "applications", "claim", "claims",
        "tax", "taxes",
    ]

    private static let codeExtensions = [
        "py", "js", "ts", "tsx", "jsx", "java", "cpp", "c", "h", "hpp", "cs", "go", "rs", "rb", "php", "swift", "kt",
        "scala", "r", "html", "htm", "css", "scss", "sass", "less", "vue", "svelte", "json", "yaml", "yml", "toml",
        "ini", "xml", "sql", "sh", "bash", "ps1", "log", "txt", "md", "rst", "dockerfile",
    ]
}
