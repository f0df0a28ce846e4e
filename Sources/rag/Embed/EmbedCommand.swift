// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import FoundationEssentials
import RAGCore
import TextEmbeddings
import _CorpusFiles
import _VectorMath

struct EmbedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Embed texts with a model on this machine, into arrays for NumPy.",
        discussion: """
            FILE is JSON Lines with one object a line, {"id": "...", "title": "...", "text": "..."}, plain or gzip-compressed, a \
            folder of texts, or - for JSON Lines on standard input. Row i of the output is the vector of document i: title, a \
            blank, text. With --tokens there is a row for each token, and OUTPUT.offsets.npy says where each document's rows \
            begin: what rag maxsim reads.

            EXAMPLES
              rag model fetch
              rag embed documents.jsonl --output vectors.npy
              rag embed queries.jsonl --role query --tokens --output queries.npy
            """)

    @Argument(help: "The texts.")
    var file: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write the array (.npy).", valueName: "file"))
    var output: String

    @Flag(help: "Write a vector for each token instead of one for each text.")
    var tokens = false

    @Option(help: "What the texts are for: passage or query. Some models are told by a prefix.")
    var role = TextRole.passage

    @OptionGroup var options: EncoderOptions

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The result of a run.
    struct Report: Encodable {
        var output: String
        var texts: Int
        var rows: Int
        var dimension: Int
        var tokens: Int
        var seconds: Double
        var tokensPerSecond: Double
    }

    /// Texts that are embedded before the next ones are looked at: enough for threads to share.
    private static let blockCount = 512

    func run() async throws {
        let texts = try texts()
        let encoder = try options.encoder()
        let meter = ProgressMeter(totalBytes: texts.reduce(0) { $0 + $1.utf8.count }, countsTokens: true)
        var bytes = 0
        var values: [Float] = []
        var offsets = [0]
        for start in stride(from: 0, to: texts.count, by: Self.blockCount) {
            let block = Array(texts[start..<min(start + Self.blockCount, texts.count)])
            bytes += block.reduce(0) { $0 + $1.utf8.count }
            meter.beginBlock(endingAt: bytes)
            let counts = try await embed(block, with: encoder, meter: meter, into: &values)
            meter.endBlock(documents: start + block.count)
            for count in counts { offsets.append(offsets[offsets.count - 1] + count) }
        }
        meter.clear()
        let dimension = tokens ? encoder.tokenDimension : encoder.dimension
        let seconds = meter.elapsed.seconds
        try write(NumPyArray(values, shape: [values.count / dimension, dimension]), to: output)
        if tokens { try write(NumPyArray(offsets, shape: [offsets.count]), to: offsetsPath) }
        try show(
            Report(
                output: output, texts: texts.count, rows: values.count / dimension, dimension: dimension,
                tokens: meter.tokens, seconds: seconds, tokensPerSecond: Double(meter.tokens) / seconds))
    }

    private func texts() throws -> [String] {
        var corpus = Corpus([CorpusInput(argument: file)])
        var texts: [String] = []
        while let document = try corpus.next() { texts.append(document.searchableText) }
        guard !texts.isEmpty else {
            throw CommandFailure(
                description: "no texts in \(file), so nothing was written; give JSON Lines or a folder of .txt, "
                    + ".md or .html")
        }
        return texts
    }

    private func show(_ report: Report) throws {
        if json { return try Console.json(report) }
        print(
            "\(report.texts.grouped) texts, \(report.tokens.grouped) tokens in \(report.seconds.formatted(decimals: 2)) s "
                + "(\(Int(report.tokensPerSecond).grouped) tokens a second): "
                + "\(report.rows.grouped) x \(report.dimension) in \(report.output)")
    }

    /// Appends the rows of some texts and returns how many each of them has.
    private func embed(
        _ block: [String], with encoder: TextEncoder, meter: ProgressMeter, into values: inout [Float]
    ) async throws -> [Int] {
        let progress: @Sendable (EmbeddingProgress) -> Void = { meter.show($0) }
        guard tokens else {
            let vectors = try await encoder.embed(block, as: role, threads: options.threads, progress: progress)
            values += vectors.joined()
            return vectors.map { _ in 1 }
        }
        let texts = try await encoder.embedTokens(block, as: role, threads: options.threads, progress: progress)
        for text in texts { values += text.values }
        return texts.map(\.count)
    }

    private var offsetsPath: String {
        (output.hasSuffix(".npy") ? String(output.dropLast(4)) : output) + ".offsets.npy"
    }

    private func write(_ array: NumPyArray, to path: String) throws {
        do {
            try Data(array.encoded()).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw OutputFailure(description: "\(path) cannot be written; is its folder there, and is there space?")
        }
    }
}

/// An output file that cannot be written.
struct OutputFailure: Error, CustomStringConvertible {
    var description: String
}
#endif
