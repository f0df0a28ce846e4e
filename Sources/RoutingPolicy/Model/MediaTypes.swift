// SPDX-License-Identifier: Apache-2.0

/// The media types that routing knows by a file name's extension (IANA's registrations where there are any).
enum MediaTypes {
    /// The media type that a name's extension stands for, or `nil` where it is not known.
    ///
    /// - Parameter name: A file name or path.
    /// - Returns: The media type in lower case.
    static func guess(fromName name: String) -> String? {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
        return byExtension[name[name.utf8.index(after: dot)...].lowercased()]
    }

    private static let byExtension: [String: String] = [
        "pdf": "application/pdf",
        "ppt": "application/vnd.ms-powerpoint",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odp": "application/vnd.oasis.opendocument.presentation",
        "key": "application/vnd.apple.keynote",
        "doc": "application/msword",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "odt": "application/vnd.oasis.opendocument.text",
        "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "csv": "text/csv", "tsv": "text/tab-separated-values", "txt": "text/plain", "log": "text/plain",
        "md": "text/markdown", "markdown": "text/markdown", "html": "text/html", "htm": "text/html",
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "tif": "image/tiff", "tiff": "image/tiff",
    ]
}
