// SPDX-License-Identifier: Apache-2.0

/// Lends the address of the first of some values, or none where there are no values.
func withAddress<Element: BitwiseCopyable>(
    of values: Span<Element>?, _ body: (UnsafePointer<Element>?) -> Void
) {
    guard let values else { return body(nil) }
    unsafe values.withUnsafeBufferPointer { unsafe body($0.baseAddress) }
}
