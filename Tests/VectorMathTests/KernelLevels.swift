// SPDX-License-Identifier: Apache-2.0
import _VectorMath

/// Runs a test once for every set of kernels that this processor has.
func atEveryKernelLevel(_ body: (String) throws -> Void) rethrows {
    for level in Processor.kernelLevels { try Processor.withKernelLevel(level) { try body(level) } }
}
