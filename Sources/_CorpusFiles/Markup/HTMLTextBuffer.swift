// SPDX-License-Identifier: Apache-2.0

/// Collects text and normalises the white space in it.
struct HTMLTextBuffer {
    /// How many preformatted elements are open; inside them line ends stay.
    var preformattedDepth = 0

    private var bytes: [UInt8] = []
    private var separation = HTMLSeparation.none

    /// The text so far, without white space at its end.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Adds text of the page.
    ///
    /// - Parameter run: UTF-8 bytes, white space included.
    mutating func append(_ run: some Sequence<UInt8>) {
        for byte in run {
            if byte.isHTMLSpace {
                separate(byte == UInt8(ascii: "\n") && preformattedDepth > 0 ? .line : .space)
            } else {
                writeSeparation()
                bytes.append(byte)
            }
        }
    }

    /// Sets what follows apart from what precedes; of several in a row the strongest counts.
    ///
    /// - Parameter separation: How far.
    mutating func separate(_ separation: HTMLSeparation) {
        self.separation = max(self.separation, separation)
    }

    private mutating func writeSeparation() {
        if separation != .none, !bytes.isEmpty {
            bytes.append(separation == .line ? UInt8(ascii: "\n") : UInt8(ascii: " "))
        }
        separation = .none
    }
}
