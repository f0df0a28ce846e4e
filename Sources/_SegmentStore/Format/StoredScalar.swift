// SPDX-License-Identifier: Apache-2.0

/// A number of which every pattern of bits is a value, so that it can be read from any bytes, hostile ones included.
///
/// Files hold numbers little-endian, as the processors that this package runs on do; bytes are never swapped.
package protocol StoredScalar: BitwiseCopyable, Sendable {}

#if _endian(big)
#error("segment files hold little-endian numbers, which this processor cannot read in place")
#endif

extension UInt8: StoredScalar {}
extension UInt16: StoredScalar {}
extension UInt32: StoredScalar {}
extension UInt64: StoredScalar {}
extension Int8: StoredScalar {}
extension Int16: StoredScalar {}
extension Int32: StoredScalar {}
extension Int64: StoredScalar {}
extension Int: StoredScalar {}
extension Float: StoredScalar {}
extension Double: StoredScalar {}
