// SPDX-License-Identifier: Apache-2.0
#if CommandLine
public import ArgumentParser
public import TextEmbeddings

extension WeightPrecision: ExpressibleByArgument {
    /// Reads `int8`, and `fp32` or `float32`.
    public init?(argument: String) { self.init(rawValue: argument == "fp32" ? "float32" : argument) }

    /// The words for help.
    public static var allValueStrings: [String] { ["fp32", "int8"] }
}

extension TextRole: ExpressibleByArgument {}

/// Which model embeds text, and how: the options of every command that does.
struct EncoderOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The folder of a model, or the name of a fetched one. By default all-MiniLM-L6-v2; for an index that exists, the "
                + "one that it was embedded with.", valueName: "model"))
    var model: String?

    @Option(
        help: "How weights are held: fp32 (the default), or int8 for a quarter of the memory and twice the speed."
    )
    var precision: WeightPrecision?

    @Option(help: ArgumentHelp("The most threads that embed at once.", valueName: "count"))
    var threads = 1

    func validate() throws {
        guard threads >= 1 else { throw ValidationError("--threads is \(threads); give at least 1.") }
    }

    /// Whether anything was said about the model.
    var isGiven: Bool { model != nil || precision != nil }

    /// Loads the model.
    ///
    /// - Throws: ``CommandFailure`` where there is no such model; `TextEmbeddingsError` where it cannot be used.
    func encoder() throws -> TextEncoder { try loaded().encoder }

    /// Loads the model, and says where it was found.
    func loaded() throws -> (encoder: TextEncoder, location: ModelLocation) {
        let location = try ModelLocation(naming: model ?? PublishedModel.standard.name)
        return (try TextEncoder(modelFolder: location.folder, precision: precision ?? .float32), location)
    }
}
#endif
