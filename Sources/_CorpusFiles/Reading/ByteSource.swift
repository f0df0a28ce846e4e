// SPDX-License-Identifier: Apache-2.0

/// Where bytes come from: a file of the file system or an open descriptor.
package enum ByteSource: Hashable, Sendable {
    /// The file at a path.
    case file(path: String)

    /// An open file descriptor, under a name for messages; it is duplicated, so that the caller's stays open.
    case descriptor(Int32, name: String)

    /// What the process is fed with: file descriptor 0.
    package static let standardInput = ByteSource.descriptor(0, name: "standard input")

    /// What messages call it.
    package var name: String {
        switch self {
        case .file(let path): path
        case .descriptor(_, let name): name
        }
    }
}
