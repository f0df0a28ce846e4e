// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import FoundationEssentials

/// Where the token vectors of an index lie: `vectors-1` in its folder, with a projection and an index of multi-vectors.
///
/// An index that is made anew writes to a folder of the next number, and its first commit names that one. So a replaced index and
/// its vectors are in force together until the moment in which both are replaced.
struct TokenVectorFolder {
    /// The number of the folder, from 1.
    let number: Int

    private let url: URL

    /// Names the folder of a number in the folder of an index.
    init(_ number: Int, in index: String) {
        self.number = number
        url = URL(filePath: index).appending(path: Self.prefix + "\(number)")
    }

    private static let prefix = "vectors-"

    /// The folder of the index of multi-vectors.
    var pages: String { url.appending(path: "pages").path }

    /// The numbers of all such folders in the folder of an index.
    static func numbers(in index: String) -> [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: index)) ?? []
        return names.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
    }

    /// Removes the folder, if it is there.
    func remove() { try? FileManager.default.removeItem(at: url) }

    /// The file of the projection that was fitted on the collection.
    var projection: ProjectionFile { ProjectionFile(url.appending(path: "projection")) }
}
#endif
