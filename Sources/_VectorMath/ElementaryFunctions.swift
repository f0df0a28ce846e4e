// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// The natural logarithm.
package func logarithm(_ value: Double) -> Double { log(value) }

/// The cosine of an angle in radians.
package func cosine(_ angle: Double) -> Double { cos(angle) }
