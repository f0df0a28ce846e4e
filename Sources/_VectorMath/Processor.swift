// SPDX-License-Identifier: Apache-2.0

/// The processor that this process runs on.
package enum Processor {
    /// The name that the processor gives itself.
    package static let name = "unknown"

    /// The instruction set that the kernels use.
    package static let kernelLevel = "BLAS only"
}
