// SPDX-License-Identifier: Apache-2.0
#if CommandLine
import ArgumentParser
import _VectorMath

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what this machine offers, what is wrong with it and how to mend that.",
        discussion: "Exit status: 0 when all is well, 1 when something is slow or broken.")

    @Flag(help: "Print the result as JSON.")
    var json = false

    /// The result of a run.
    struct Report: Encodable {
        struct Finding: Encodable {
            var problem: String
            var remedy: String
        }

        var version: String
        var kernels: String
        var bestKernels: String
        var features: [String]
        var blas: String
        var blasConfiguration: String
        var blasKernels: String
        var blasThreads: Int
        var findings: [Finding]
    }

    func run() async throws {
        let provider = BLASProvider.current
        let report = Report(
            version: Rag.configuration.version, kernels: Processor.kernelLevel, bestKernels: Processor.bestKernelLevel,
            features: Processor.features, blas: provider.name, blasConfiguration: provider.configuration,
            blasKernels: provider.kernels, blasThreads: provider.threads,
            findings: findings(provider))
        if json {
            try Console.json(report)
        } else {
            show(report)
        }
        if !report.findings.isEmpty { throw ExitCode(ExitStatus.failure.rawValue) }
    }

    private func findings(_ provider: BLASProvider) -> [Report.Finding] {
        var findings: [Report.Finding] = []
        if provider.isReference {
            findings.append(
                Report.Finding(
                    problem:
                        "matrix products are computed by the reference BLAS, about ten times slower than they need be",
                    remedy: "install OpenBLAS: apt-get install libopenblas0-pthread"))
        }
        if Processor.kernelLevel != Processor.bestKernelLevel {
            findings.append(
                Report.Finding(
                    problem: "the kernels for \(Processor.kernelLevel) are in use; this processor can run those for "
                        + Processor.bestKernelLevel,
                    remedy: "unset RAG_KERNELS in the environment"))
        }
        if Processor.bestKernelLevel == "portable" {
            findings.append(
                Report.Finding(
                    problem: "this processor has neither AVX2 nor NEON; late interaction runs on portable code",
                    remedy: "run on a processor of the last ten years"))
        }
        if provider.misjudgesProcessor {
            findings.append(
                Report.Finding(
                    problem:
                        "OpenBLAS took this processor for a \(provider.kernels); its products are several times slower",
                    remedy: Processor.bestKernelLevel == "avx512"
                        ? "set OPENBLAS_CORETYPE=SkylakeX in the environment"
                        : "set OPENBLAS_CORETYPE=Haswell in the environment"))
        }
        if provider.threads != 1 {
            findings.append(
                Report.Finding(
                    problem: "BLAS uses \(provider.threads) threads a call, which slows small products down",
                    remedy: "set OPENBLAS_NUM_THREADS=1 in the environment"))
        }
        if !RandomRotation.worksOnThisMachine {
            findings.append(
                Report.Finding(
                    problem: "LAPACK and BLAS disagree: a rotation that they made together changes lengths",
                    remedy: "point the alternatives of libblas.so.3 and liblapack.so.3 at one provider"))
        }
        return findings
    }

    private func show(_ report: Report) {
        print("rag        \(report.version)")
        print("kernels    \(report.kernels)  \(report.features.joined(separator: " "))")
        print(
            "BLAS       \(report.blas), \(report.blasThreads) thread(s) a call, kernels for \(report.blasKernels)  \(report.blasConfiguration)"
        )
        guard !report.findings.isEmpty else { return print("all is well") }
        for finding in report.findings {
            print("problem    \(finding.problem)")
            print("  remedy   \(finding.remedy)")
        }
    }
}
#endif
