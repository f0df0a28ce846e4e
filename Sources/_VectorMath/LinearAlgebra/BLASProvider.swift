// SPDX-License-Identifier: Apache-2.0
internal import Glibc

/// Which library answers our BLAS calls in this process.
///
/// The system chooses it (on Debian through the alternatives of `libblas.so.3`), so it is found out at run time: a
/// library is known by symbols that only it has.
package struct BLASProvider: Hashable, Sendable {
    /// The library's name, such as `OpenBLAS`, or `reference BLAS` when it is none of the fast ones.
    package var name: String

    /// What the library says about itself: version, processor kernels, build options.
    package var configuration: String

    /// The processor that the library's kernels are for, as it names it, such as `SkylakeX`; empty where it does not say.
    package var kernels: String

    /// The threads that one call may use; 1 unless the library could not be told.
    package var threads: Int

    /// Whether the library is the unoptimised reference implementation, many times slower than the others.
    package var isReference: Bool

    /// Whether the library took the processor for one without AVX2, though it has that and more.
    ///
    /// OpenBLAS does so on processors that are newer than itself and when a hypervisor hides what it looks at; its products
    /// are then several times slower.
    package var misjudgesProcessor: Bool {
        let withoutAVX2 = [
            "Prescott", "Core2", "Penryn", "Dunnington", "Nehalem", "Sandybridge", "Atom", "Katmai", "Coppermine",
            "Northwood", "Banias", "Athlon", "Opteron", "Opteron_SSE3", "Barcelona", "Bobcat", "Bulldozer",
            "Piledriver",
        ]
        return withoutAVX2.contains(kernels) && ["avx2", "avx512"].contains(Processor.bestKernelLevel)
    }

    /// The provider in this process, set to one thread a call.
    package static let current: BLASProvider = detect()

    /// Sets the library to one thread a call, once; costs a load and a branch after that.
    ///
    /// Work is spread over documents instead: a library's own threads slow the small products of late interaction down
    /// and would multiply with the caller's.
    static var useOneThread: Void { _ = current.threads }

    private static func detect() -> BLASProvider {
        if let setThreads = symbol("openblas_set_num_threads", as: SetThreads.self) {
            setThreads(1)
            let threads = symbol("openblas_get_num_threads", as: GetCount.self).map { Int($0()) } ?? 1
            return BLASProvider(
                name: "OpenBLAS", configuration: text(from: "openblas_get_config"),
                kernels: text(from: "openblas_get_corename"), threads: threads, isReference: false)
        }
        if let setThreads = symbol("bli_thread_set_num_threads", as: SetDimension.self) {
            setThreads(1)
            return BLASProvider(name: "BLIS", configuration: "", kernels: "", threads: 1, isReference: false)
        }
        if let setThreads = symbol("MKL_Set_Num_Threads", as: SetThreads.self) {
            setThreads(1)
            return BLASProvider(name: "Intel MKL", configuration: "", kernels: "", threads: 1, isReference: false)
        }
        return BLASProvider(name: "reference BLAS", configuration: "", kernels: "", threads: 1, isReference: true)
    }
}

private typealias SetThreads = @convention(c) (CInt) -> Void
private typealias SetDimension = @convention(c) (Int) -> Void
private typealias GetCount = @convention(c) () -> CInt
private typealias GetText = @convention(c) () -> UnsafePointer<CChar>?

/// A function of the libraries already loaded into this process, or `nil` where none has it.
private func symbol<Function>(_ name: String, as type: Function.Type) -> Function? {
    // glibc's RTLD_DEFAULT is a null handle.
    unsafe dlsym(nil, name).map { unsafe unsafeBitCast($0, to: type) }
}

/// What a function of the loaded libraries says, or nothing where none has it.
private func text(from name: String) -> String {
    guard let function = unsafe symbol(name, as: GetText.self), let text = unsafe function() else { return "" }
    return unsafe String(cString: text)
}
