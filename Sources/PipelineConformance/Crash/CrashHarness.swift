// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// Kills a process that writes, in the middle of whatever it does, and says what it had acknowledged.
///
/// The process prints a line for everything that it acknowledges, after the call that made it so has returned, without a
/// buffer. It gets `SIGKILL`, which it cannot catch. What it had printed must be found afterwards.
///
/// ```swift
/// let harness = CrashHarness(executable: "/…/crash-worker")
/// let acknowledged = try harness.run(arguments: [path], killAfterLines: 57)
/// ```
public struct CrashHarness: Sendable {
    private let executable: String

    /// Prepares a harness.
    ///
    /// - Parameter executable: The path of the program to kill.
    public init(executable: String) { self.executable = executable }

    /// Starts the program, lets it acknowledge a number of lines, and kills it.
    ///
    /// - Parameters:
    ///   - arguments: The program's arguments.
    ///   - count: After how many lines to kill it; `nil` to let it end by itself.
    /// - Returns: All that it acknowledged, also between the last line that was waited for and its end.
    /// - Throws: An error of Foundation where the program cannot be started.
    public func run(arguments: [String], killAfterLines count: Int? = nil) throws -> [String] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        var output = Data()
        var lines = 0
        var wasKilled = false
        while true {
            let piece = pipe.fileHandleForReading.availableData
            guard !piece.isEmpty else { break }
            output += piece
            lines += piece.count { $0 == UInt8(ascii: "\n") }
            if let count, lines >= count, !wasKilled {
                kill(process.processIdentifier, SIGKILL)
                wasKilled = true
            }
        }
        process.waitUntilExit()
        // What follows the last line feed was not acknowledged whole.
        return String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map(String.init)
    }
}
