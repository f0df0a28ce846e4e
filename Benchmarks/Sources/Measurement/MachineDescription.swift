// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// The machine that a suite ran on.
public struct MachineDescription: Codable, Sendable {
    /// The processor's name.
    public var cpu: String

    /// The processors that the system shows.
    public var cores: Int

    /// The memory, such as `23.5 GiB`.
    public var memory: String

    /// The operating system.
    public var os: String

    /// The compiler's version.
    public var swift: String

    /// This machine.
    public static var current: MachineDescription {
        MachineDescription(
            cpu: value(of: "model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown",
            cores: ProcessInfo.processInfo.activeProcessorCount,
            memory: "\((Double(ProcessInfo.processInfo.physicalMemory) / 0x1p30).rounded(decimals: 1)) GiB",
            os: value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=")
                ?? ProcessInfo.processInfo.operatingSystemVersionString,
            swift: compilerVersion)
    }

    /// The version of the compiler that built this, as far as conditional compilation tells.
    private static var compilerVersion: String {
        #if compiler(>=6.4)
        "6.4 or later"
        #else
        "6.3"
        #endif
    }

    /// The value in the first line `KEY SEPARATOR VALUE` of a file of such lines.
    private static func value(of key: String, in path: String, separator: Character) -> String? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            guard let place = line.firstIndex(of: separator) else { continue }
            return line[line.index(after: place)...].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
        }
        return nil
    }
}

extension Double {
    /// The nearest number of so many decimals.
    fileprivate func rounded(decimals: Int) -> Double {
        let scale = pow(10, Double(decimals))
        return (self * scale).rounded() / scale
    }
}
