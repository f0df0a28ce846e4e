// SPDX-License-Identifier: Apache-2.0

/// Takes secrets out of a text, word by word.
enum Redaction {
    static let mask = "[redacted]"

    /// Names whose value is a secret, in lower case without separators.
    private static let secretNames = [
        "password", "passwd", "pwd", "secret", "token", "apikey", "accesskey", "authorization", "credential",
        "signature", "sessionid", "cookie", "privatekey",
    ]

    /// Words that announce a secret as the next word.
    private static let schemes: Set<String> = ["bearer", "basic"]

    static func apply(to raw: String) -> String {
        var result: [String] = []
        // What the previous word said of this one.
        var hidesNext = false
        for word in raw.split(whereSeparator: { $0.isWhitespace || $0.isControl }) {
            if schemes.contains(word.lowercased()) {
                result.append(String(word))
                hidesNext = true
            } else if hidesNext {
                result.append(mask)
                hidesNext = false
            } else {
                result.append(redact(word))
                hidesNext = announcesSecret(word)
            }
        }
        let line = result.joined(separator: " ")
        guard line.count > RedactedText.maximumLength else { return line }
        // A cut mask would be read as text the next time; it is dropped whole.
        let kept = line.prefix(RedactedText.maximumLength - 1)
        let words = kept.split(separator: " ").dropLast()
        return (words.isEmpty ? String(kept) : words.joined(separator: " ")) + "…"
    }

    private static func redact(_ word: Substring) -> String {
        if let url = redactedURL(word) { return url }
        if word.contains("@"), word.contains(".") { return mask }
        if let separator = word.firstIndex(where: { $0 == "=" || $0 == ":" }) {
            let value = word[word.index(after: separator)...]
            if !value.isEmpty, namesSecret(word[..<separator]) { return word[...separator] + mask }
            if looksRandom(value) { return word[...separator] + mask }
        }
        return looksRandom(word) ? mask : String(word)
    }

    /// Whether a word such as `password:` or `"token"=` says that the next one is a secret.
    private static func announcesSecret(_ word: Substring) -> Bool {
        guard let last = word.last, last == ":" || last == "=" else { return false }
        return namesSecret(word.dropLast())
    }

    private static func namesSecret(_ name: Substring) -> Bool {
        let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
        return secretNames.contains { plain.hasSuffix($0) }
    }

    /// A URL without user, password, query and fragment; `nil` for a word that holds no URL.
    private static func redactedURL(_ word: Substring) -> String? {
        guard let scheme = word.firstRange(of: "://") else { return nil }
        var rest = word[scheme.upperBound...]
        var tail = ""
        if let query = rest.firstIndex(where: { $0 == "?" || $0 == "#" }) {
            tail = rest[query] == "?" ? "?" + mask : ""
            rest = rest[..<query]
        }
        let pathStart = rest.firstIndex(of: "/") ?? rest.endIndex
        let host = rest[..<pathStart]
        let visibleHost = host.lastIndex(of: "@").map { mask + host[$0...] } ?? String(host)
        let path = rest[pathStart...].split(separator: "/", omittingEmptySubsequences: false)
            .map { looksRandom($0) ? mask : String($0) }.joined(separator: "/")
        return word[..<scheme.upperBound] + visibleHost + path + tail
    }

    /// Whether a word looks like a key or a token: long, of the letters of base 64, with digits or of three parts.
    private static func looksRandom(_ word: Substring) -> Bool {
        let core = word.trimmed { !($0.isLetter || $0.isNumber) }
        if core.hasPrefix("AKIA") || core.hasPrefix("ASIA"), core.count >= 16 { return true }
        if core.hasPrefix("eyJ"), core.count >= 16 { return true }
        guard core.count >= 32 else { return false }
        guard core.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "+/=_-.".contains($0)) }) else {
            return false
        }
        return core.contains { $0.isNumber }
    }
}

extension Character {
    fileprivate var isControl: Bool { unicodeScalars.allSatisfy { $0.properties.generalCategory == .control } }
}

extension Substring {
    /// The word without the characters at both ends that a test picks.
    fileprivate func trimmed(_ isTrimmed: (Character) -> Bool) -> Substring {
        var rest = drop(while: isTrimmed)
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }

    /// The first place of a short text; O(n) for texts of fixed length.
    fileprivate func firstRange(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
