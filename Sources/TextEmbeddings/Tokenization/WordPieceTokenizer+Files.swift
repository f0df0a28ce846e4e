// SPDX-License-Identifier: Apache-2.0

extension WordPieceTokenizer {
    /// The entries that every BERT vocabulary holds for the model's own use.
    private static let specialEntries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

    /// Reads a vocabulary: one piece a line, the first is token 0.
    ///
    /// - Parameters:
    ///   - file: The bytes of `vocab.txt`.
    ///   - normalization: What happens to texts, which a vocabulary does not say; by default as for an uncased model.
    /// - Throws: ``TextEmbeddingsError/Code/malformedTokenizer`` where the file is not UTF-8 or lacks a special token.
    /// - Complexity: O(bytes).
    public init(
        vocabulary file: [UInt8], normalization: BertNormalization = BertNormalization()
    )
        throws(TextEmbeddingsError)
    {
        guard let text = String(validating: file, as: UTF8.self) else {
            throw TextEmbeddingsError(.malformedTokenizer, "the vocabulary is not UTF-8")
        }
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count <= Int(Int32.max) else {
            throw TextEmbeddingsError(.malformedTokenizer, "the vocabulary has \(lines.count) lines")
        }
        let pieces = lines.enumerated().lazy
            .map { (piece: String(Substring($0.element.trimmingReturn)), token: Int32($0.offset)) }
            .filter { !$0.piece.isEmpty }
        let vocabulary = Vocabulary(pieces)
        try self.init(
            vocabulary: vocabulary, normalization: normalization,
            addedTokens: Self.specialEntries.compactMap { text in vocabulary.token(of: text).map { (text, $0) } },
            start: "[CLS]", end: "[SEP]", unknown: "[UNK]", maximumWordLength: 100)
    }

    /// Reads a tokenizer's own description.
    ///
    /// - Parameter file: The bytes of `tokenizer.json`.
    /// - Throws: ``TextEmbeddingsError`` with the code `malformedJSON` or `malformedTokenizer`, or with `unsupportedModel`
    ///   where it describes anything but BERT's word pieces.
    /// - Complexity: O(bytes).
    public init(tokenizerJSON file: [UInt8]) throws(TextEmbeddingsError) {
        let description = try JSONParser.parse(file[...])
        guard let model = description["model"], model["type"]?.string ?? "WordPiece" == "WordPiece" else {
            throw Self.unsupported("model", description["model"])
        }
        let normalizer = description["normalizer"]
        guard normalizer?["type"]?.string == "BertNormalizer" else { throw Self.unsupported("normalizer", normalizer) }
        let preTokenizer = description["pre_tokenizer"]
        guard preTokenizer?["type"]?.string == "BertPreTokenizer" else {
            throw Self.unsupported("pre_tokenizer", preTokenizer)
        }
        let added = try Self.addedTokens(description["added_tokens"])
        let entries = try Self.entries(model["vocab"])
        let vocabulary = Vocabulary(
            entries + added.map { (piece: $0.text, token: $0.token) },
            continuingPrefix: model["continuing_subword_prefix"]?.string ?? "##")
        let ends = Self.endTokens(description["post_processor"])
        let longest = model["max_input_chars_per_word"]?.integer ?? 100
        guard longest > 0 else {
            throw TextEmbeddingsError(.malformedTokenizer, "max_input_chars_per_word is \(longest); expected 1 or more")
        }
        try self.init(
            vocabulary: vocabulary,
            normalization: BertNormalization(
                cleansText: normalizer?["clean_text"]?.boolean ?? true,
                separatesIdeographs: normalizer?["handle_chinese_chars"]?.boolean ?? true,
                stripsAccents: normalizer?["strip_accents"]?.boolean,
                lowercases: normalizer?["lowercase"]?.boolean ?? true),
            addedTokens: added, start: ends.start, end: ends.end, unknown: model["unk_token"]?.string ?? "[UNK]",
            maximumWordLength: longest)
    }

    private init(
        vocabulary: Vocabulary, normalization: BertNormalization, addedTokens: [(text: String, token: Int32)],
        start: String, end: String, unknown: String, maximumWordLength: Int
    ) throws(TextEmbeddingsError) {
        var tokens: [Int32] = []
        for entry in [start, end, unknown] {
            guard let token = vocabulary.token(of: entry) else {
                throw TextEmbeddingsError(.malformedTokenizer, "the vocabulary has no entry '\(entry)'")
            }
            tokens.append(token)
        }
        self.init(
            vocabulary: vocabulary, normalization: normalization, addedTokens: addedTokens, startToken: tokens[0],
            endToken: tokens[1], unknownToken: tokens[2], maximumWordLength: maximumWordLength)
    }

    private static func entries(_ value: JSONValue?) throws(TextEmbeddingsError) -> [(piece: String, token: Int32)] {
        guard let members = value?.members else {
            throw TextEmbeddingsError(.malformedTokenizer, "the description has no vocabulary, model.vocab")
        }
        var entries: [(piece: String, token: Int32)] = []
        for member in members {
            guard let token = member.value.integer.flatMap({ Int32(exactly: $0) }), token >= 0 else {
                throw TextEmbeddingsError(.malformedTokenizer, "the entry '\(member.name.prefix(60))' names no token")
            }
            entries.append((member.name, token))
        }
        return entries
    }

    private static func addedTokens(_ value: JSONValue?) throws(TextEmbeddingsError) -> [(text: String, token: Int32)] {
        var added: [(text: String, token: Int32)] = []
        for element in value?.array ?? [] {
            guard let text = element["content"]?.string,
                let token = element["id"]?.integer.flatMap({ Int32(exactly: $0) }), token >= 0
            else { throw TextEmbeddingsError(.malformedTokenizer, "an added token without content or number") }
            added.append((text, token))
        }
        return added
    }

    /// The tokens around a text: the first and the last of the template, or those of BERT.
    private static func endTokens(_ processor: JSONValue?) -> (start: String, end: String) {
        let names = (processor?["single"]?.array ?? []).compactMap { $0["SpecialToken"]?["id"]?.string }
        if names.count == 2 { return (names[0], names[1]) }
        let start = processor?["cls"]?.array?.first?.string
        let end = processor?["sep"]?.array?.first?.string
        return (start ?? "[CLS]", end ?? "[SEP]")
    }

    private static func unsupported(_ part: String, _ value: JSONValue?) -> TextEmbeddingsError {
        let found = value?["type"]?.string.map { "'\($0)'" } ?? "nothing"
        return TextEmbeddingsError(
            .unsupportedModel, "the tokenizer's \(part) is \(found); only BERT's word pieces are supported")
    }
}

extension Substring.UTF8View {
    /// The line without the carriage return that some systems put at its end.
    fileprivate var trimmingReturn: Substring.UTF8View { last == UInt8(ascii: "\r") ? dropLast() : self }
}
