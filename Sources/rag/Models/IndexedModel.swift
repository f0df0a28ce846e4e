// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import HybridSearch
import TextEmbeddings

/// The model that an index was embedded with, as the index's annotations keep it.
struct IndexedModel: Equatable {
    /// The model's name.
    var name: String

    /// The folder that was given, or `nil` for a model of the cache.
    var folder: String?

    /// How the weights were held.
    var precision: WeightPrecision

    /// What makes vectors comparable with those of the index.
    var identity: EncoderIdentity

    /// How long documents are cut into chunks, or `nil` for an index of one vector a document.
    var window: ChunkWindow?

    /// Which vectors of tokens belong to the index, counted from 1, or `nil` where it has none; see ``TokenVectorStore``.
    var tokenVectors: Int?

    private static let prefix = "model."
    private static let tokenVectorsKey = "token-vectors"

    /// Describes a loaded model.
    init(_ encoder: TextEncoder, at location: ModelLocation, window: ChunkWindow, tokenVectors: Int?) {
        name = location.name
        folder = location.isCached ? nil : location.folder
        precision = encoder.precision
        identity = encoder.identity
        self.window = window
        self.tokenVectors = tokenVectors
    }

    /// Reads the annotations of an index; `nil` where they name no model.
    init?(annotations: [String: String]) {
        var properties: [String: String] = [:]
        for (name, value) in annotations where name.hasPrefix(Self.prefix) {
            properties[String(name.dropFirst(Self.prefix.count))] = value
        }
        guard let name = properties["name"], let identity = EncoderIdentity(properties: properties) else { return nil }
        self.name = name
        self.identity = identity
        folder = properties["folder"]
        precision = properties["precision"].flatMap(WeightPrecision.init(rawValue:)) ?? .float32
        window = ChunkWindow(annotations: annotations)
        tokenVectors = annotations[Self.tokenVectorsKey].flatMap { Int($0) }
    }

    /// What an index keeps.
    var annotations: [String: String] {
        var properties = identity.properties
        properties["name"] = name
        properties["folder"] = folder
        properties["precision"] = precision.rawValue
        var annotations: [String: String] = [:]
        for (name, value) in properties { annotations[Self.prefix + name] = value }
        annotations[Self.tokenVectorsKey] = tokenVectors.map { "\($0)" }
        return annotations.merging(window?.annotations ?? [:]) { first, _ in first }
    }

    /// Loads the model, or another one that is said to be the same, and sees to it that it is.
    ///
    /// - Parameters:
    ///   - options: What was asked for; a model that is not named is looked for where it was.
    ///   - index: The index's folder, for errors.
    /// - Returns: The encoder.
    /// - Throws: ``CommandFailure`` where there is no such model or it is another one; `TextEmbeddingsError`.
    func encoder(_ options: EncoderOptions, index: String) throws -> TextEncoder {
        let location: ModelLocation
        do {
            location = try ModelLocation(naming: options.model ?? folder ?? name)
        } catch let error as CommandFailure where options.model == nil {
            let advice =
                folder == nil ? error.description : "\(folder ?? "") holds no model; give its folder by --model"
            throw CommandFailure(
                description: "\(index) was embedded with \(name), and queries have to be as well: \(advice)",
                status: .noInput)
        }
        let encoder = try TextEncoder(modelFolder: location.folder, precision: options.precision ?? precision)
        guard let difference = identity.difference(to: encoder.identity) else { return encoder }
        throw CommandFailure(
            description: """
                \(index) was embedded with another model than \(location.name) in \(location.folder), so that their vectors \
                cannot be compared:
                  of the index: \(name), weights \(identity.weights)
                  found:        \(location.name), weights \(encoder.identity.weights)
                  different:    \(difference)
                give the model of the index by --model, or index again without --update
                """, status: .badData)
    }
}
#endif
