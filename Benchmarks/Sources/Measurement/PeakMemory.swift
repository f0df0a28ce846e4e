// SPDX-License-Identifier: Apache-2.0
internal import Foundation

/// The greatest resident size of this process, as Linux keeps it.
public enum PeakMemory {
    /// The peak since the process began or ``reset()``, in bytes; 0 where the system does not say.
    public static var bytes: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kibibytes ?? 0) * 1024
    }

    /// Begins anew from what is resident now, where the system lets us.
    public static func reset() {
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
    }
}
