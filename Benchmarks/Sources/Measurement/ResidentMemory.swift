// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// What of this process is in memory now, as Linux keeps it: mapped files count as far as they were touched.
public enum ResidentMemory {
    /// The resident size in bytes; 0 where the system does not say.
    public static var bytes: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kibibytes ?? 0) * 1024
    }
}
