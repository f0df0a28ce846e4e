// SPDX-License-Identifier: Apache-2.0

extension String {
    /// Copies a token that an analyser lends.
    ///
    /// - Parameter token: Valid UTF-8, which analysers promise; anything else becomes an empty string.
    init(copyingToken token: Span<UInt8>) {
        if let text = try? UTF8Span(validating: token) {
            self.init(copying: text)
        } else {
            self.init()
        }
    }
}
