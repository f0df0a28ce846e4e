// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import TextEmbeddings

/// Damaged files: whatever their bytes, they are read or refused, and nothing else happens.
struct FuzzTests {
    /// Damaged inputs of each kind; `RAG_FUZZ_INPUTS` says otherwise.
    private static let count: Int = {
        let environment = ProcessInfo.processInfo.environment
        if let number = environment["RAG_FUZZ_INPUTS"].flatMap({ Int($0) }) { return number }
        return environment["RAG_LONG_TESTS"] == "1" ? 1_000_000 : 2_000
    }()

    /// Pieces that faults are made of.
    private static let pieces = [
        "{", "}", "[", "]", ":", ",", "\"", "\\u", "\\ud800", "null", "-", "1e999", "9223372036854775807", "F16",
        "shape", "\u{0}",
    ].map { Array($0.utf8) }

    /// A few bytes changed, removed, repeated or put in.
    private static func damage(_ bytes: [UInt8], with numbers: inout SplitMix64) -> [UInt8] {
        var bytes = bytes
        for _ in 0...numbers.next() % 4 {
            guard !bytes.isEmpty else { break }
            let place = Int(numbers.next() % UInt64(bytes.count))
            switch numbers.next() % 5 {
            case 0: bytes[place] = UInt8(truncatingIfNeeded: numbers.next())
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int(numbers.next() % 16)))
            case 2: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 40)], at: place)
            case 3: bytes.insert(contentsOf: pieces[Int(numbers.next() % UInt64(pieces.count))], at: place)
            default: bytes.removeLast(bytes.count - place)
            }
        }
        return bytes
    }

    private static let header = Array(
        """
        {"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},\
        "b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"c":{"dtype":"F16","shape":[1,1],"data_offsets":[32,34]}}
        """.utf8)

    @Test("damaged headers of weights are read or refused")
    func headers() {
        var numbers = SplitMix64(seed: 21)
        var refused = 0
        for _ in 0..<Self.count {
            let damaged = Self.damage(Self.header, with: &numbers)
            let size = 8 + damaged.count + 34
            do throws(TextEmbeddingsError) {
                let header = try SafetensorsHeader(json: damaged[...], fileSize: size)
                #expect(header.entries.values.allSatisfy { $0.bytes.upperBound <= size - header.dataStart })
            } catch {
                refused += 1
            }
        }
        #expect(refused > Self.count / 2)
        #expect(refused < Self.count)
    }

    @Test("damaged files of weights are read or refused, and what was read is finite and of its shape")
    func files() throws {
        let elements = (0..<34).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let length = (0..<8).map { UInt8(truncatingIfNeeded: Self.header.count >> (8 * $0)) }
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "model.safetensors")
        try Data(length + Self.header + elements).write(to: file)
        #expect(try SafetensorsFile(path: file.path).floats("b", shape: [4]).count == 4)
        var numbers = SplitMix64(seed: 24)
        var refused = 0
        for _ in 0..<Self.count {
            // The bytes of the elements and of the length are damaged as often as the header.
            let part = numbers.next() % 3
            let damaged =
                (part == 0 ? Self.damage(length, with: &numbers) : length)
                + (part == 1 ? Self.damage(Self.header, with: &numbers) : Self.header)
                + (part == 2 ? Self.damage(elements, with: &numbers) : elements)
            try Data(damaged).write(to: file)
            do throws(TextEmbeddingsError) {
                let weights = try SafetensorsFile(path: file.path)
                for (name, shape) in [("a", [2, 3]), ("b", [4]), ("c", [1, 1])] {
                    let values = try weights.floats(name, shape: shape)
                    #expect(values.count == shape.reduce(1, *) && values.allSatisfy(\.isFinite))
                }
            } catch {
                refused += 1
            }
        }
        #expect(refused > Self.count / 2)
        #expect(refused < Self.count)
    }

    @Test("damaged configurations are read or refused, and what was read can be computed")
    func configurations() throws {
        let configuration = try Fixtures.bytes("tiny-model/config.json")
        #expect(try EncoderConfiguration(json: configuration).hiddenSize == 32)
        var numbers = SplitMix64(seed: 25)
        var refused = 0
        for _ in 0..<Self.count {
            do throws(TextEmbeddingsError) {
                let read = try EncoderConfiguration(json: Self.damage(configuration, with: &numbers))
                #expect(read.hiddenSize % read.headCount == 0 && read.layerCount > 0 && read.layerNormEpsilon.isFinite)
            } catch {
                refused += 1
            }
        }
        #expect(refused > Self.count / 2)
        #expect(refused < Self.count)
    }

    @Test("damaged vocabularies are read or refused, and what was read splits texts")
    func vocabularies() throws {
        let vocabulary = Array("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\r\nfo\n##x\n##\n\u{E9}\n".utf8)
        #expect(try WordPieceTokenizer(vocabulary: vocabulary).tokenize("Fox").tokens == [2, 5, 6, 3])
        var numbers = SplitMix64(seed: 26)
        var refused = 0
        for _ in 0..<Self.count {
            do throws(TextEmbeddingsError) {
                let tokenizer = try WordPieceTokenizer(vocabulary: Self.damage(vocabulary, with: &numbers))
                let tokens = tokenizer.tokenize("Fox [CLS] \u{E9}", maximumCount: 6).tokens
                #expect(tokens.count <= 6 && tokens.allSatisfy { (0..<tokenizer.tokenLimit).contains(Int($0)) })
            } catch {
                refused += 1
            }
        }
        #expect(refused > Self.count / 4)
        #expect(refused < Self.count)
    }

    @Test("damaged descriptions of tokenizers are read or refused, and what was read splits texts")
    func descriptions() throws {
        let description = Array(
            """
            {"added_tokens":[{"id":1,"content":"[CLS]"},{"id":2,"content":"[SEP]"}],"normalizer":{"type":"BertNormalizer",\
            "lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},"model":{"type":"WordPiece","unk_token":"[UNK]",\
            "vocab":{"[UNK]":0,"[CLS]":1,"[SEP]":2,"fo":3,"##x":4,"\\u00e9":5}}}
            """.utf8)
        #expect(try WordPieceTokenizer(tokenizerJSON: description).tokenize("Fox").tokens == [1, 3, 4, 2])
        var numbers = SplitMix64(seed: 22)
        var refused = 0
        for _ in 0..<Self.count {
            do throws(TextEmbeddingsError) {
                let tokenizer = try WordPieceTokenizer(tokenizerJSON: Self.damage(description, with: &numbers))
                #expect(tokenizer.tokenize("Fox [CLS] \u{E9}", maximumCount: 6).count <= 6)
            } catch {
                refused += 1
            }
        }
        #expect(refused > Self.count / 2)
        #expect(refused < Self.count)
    }

    @Test("texts of random scalars keep every promise about tokens and offsets")
    func texts() throws {
        let tokenizer = try WordPieceTokenizer(vocabulary: Fixtures.bytes("tiny-model/vocab.txt"))
        var numbers = SplitMix64(seed: 23)
        for _ in 0..<Self.count / 5 {
            var text = ""
            for _ in 0..<numbers.next() % 30 {
                let range: UInt64 = numbers.next() % 2 == 0 ? 0x80 : 0x110000
                if let scalar = Unicode.Scalar(UInt32(numbers.next() % range)) { text.unicodeScalars.append(scalar) }
            }
            let tokens = tokenizer.tokenize(text)
            #expect(tokens.tokens.first == tokenizer.startToken && tokens.tokens.last == tokenizer.endToken)
            #expect(tokens.tokens.allSatisfy { (0..<tokenizer.tokenLimit).contains(Int($0)) })
            let bytes = Array(text.utf8)
            #expect(tokens.offsets.allSatisfy { $0.upperBound <= bytes.count })
            #expect(tokens.offsets.allSatisfy { String(validating: bytes[$0], as: UTF8.self) != nil })
            #expect(zip(tokens.offsets, tokens.offsets.dropFirst()).allSatisfy { $0.lowerBound <= $1.lowerBound })
        }
    }
}
