// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// One run of the built `rag` command.
struct RagProcess {
    var status: Int32
    var output: String
    var errors: String

    /// The command, beside the tests that run.
    static let executable = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "rag")

    /// Runs the command and waits for it.
    ///
    /// - Parameters:
    ///   - arguments: The words after `rag`.
    ///   - input: What it reads from standard input.
    ///   - shellPrefix: Shell commands that come first, such as limits.
    /// - Throws: What starting a process throws.
    init(_ arguments: [String], input: String = "", shellPrefix: String = "") throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", shellPrefix + "exec \"$0\" \"$@\"", Self.executable.path] + arguments
        let (stdin, stdout, stderr) = (Pipe(), Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try stdin.fileHandleForWriting.close()
        output = String(decoding: try stdout.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        errors = String(decoding: try stderr.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    }

    /// The output as JSON.
    func json() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    }
}
