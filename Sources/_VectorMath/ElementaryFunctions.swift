// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// The natural logarithm.
package func logarithm(_ value: Double) -> Double { log(value) }

/// The cosine of an angle in radians.
package func cosine(_ angle: Double) -> Double { cos(angle) }

/// The exponential function.
package func exponential(_ value: Double) -> Double { exp(value) }

/// The angle whose tangent is a value, in radians between −π/2 and π/2.
package func inverseTangent(_ value: Double) -> Double { atan(value) }
