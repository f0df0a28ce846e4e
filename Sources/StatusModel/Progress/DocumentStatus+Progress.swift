// SPDX-License-Identifier: Apache-2.0

extension DocumentStatus {
    /// Where the document stands by its lanes and units, without regard to what was shown before.
    var measuredPercent: Double {
        guard phase == .processing, !lanes.isEmpty else { return ProgressScale.start(of: phase) }
        let sum = lanes.reduce(0) { $0 + ProgressScale.percent(of: $1.value, in: $1.key) }
        return sum / Double(lanes.count)
    }

    /// Raises ``percent`` to what is measured; only a new attempt or a new generation lowers it.
    ///
    /// A failed, rejected, cancelled or expired document keeps what it had reached.
    mutating func raisePercent(after change: StatusChange) {
        switch change {
        case .attemptStarted, .reprocess: percent = measuredPercent
        default: percent = max(percent, measuredPercent)
        }
    }
}
