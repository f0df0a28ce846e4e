// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import FoundationEssentials
import Glibc

/// What the command says, and where: results on standard output, everything else on standard error.
enum Console {
    /// Says something that is not a result.
    static func error(_ message: String) {
        write(message + "\n", to: STDERR_FILENO)
    }

    /// Prints a result as one JSON value with sorted keys.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Whether a person watches standard error.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether a person reads standard output.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Replaces the line that the cursor is in; silent where nobody watches.
    static func progress(_ message: String) {
        guard showsProgress else { return }
        write("\r\u{1B}[K" + message, to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: CInt) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
#endif
