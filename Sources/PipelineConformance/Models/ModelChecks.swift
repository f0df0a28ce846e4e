// SPDX-License-Identifier: Apache-2.0
internal import PipelineProtocols

/// Runs checks of a model one after the other, up to the first broken law.
func modelReport(_ kit: String, _ checks: () async throws -> Void) async -> ConformanceReport {
    var violations: [Violation] = []
    do {
        try await checks()
    } catch let violation as Violation {
        violations.append(violation)
    } catch {
        violations.append(Violation(.g1, "a call failed: \(error)"))
    }
    return ConformanceReport(kit: kit, seed: 0, operations: 1, violations: violations)
}

/// Breaks a law unless something holds.
func require(_ holds: Bool, _ law: Law, _ message: @autoclosure () -> String) throws(Violation) {
    if !holds { throw Violation(law, message()) }
}

/// Breaks a law unless a call fails with a code.
func requireFailure(
    _ code: PipelineError.Code, _ law: Law, _ message: String, _ call: () async throws(PipelineError) -> Void
) async throws(Violation) {
    do throws(PipelineError) {
        try await call()
    } catch {
        try require(error.code == code, law, "\(message) failed as \(error), not as \(code)")
        return
    }
    throw Violation(law, "\(message) did not fail")
}

/// Texts of many kinds.
let sampleTexts = [
    "retrieval", "a longer passage about queues and leases", "", "  ", "Größe 数据 🙂",
    String(repeating: "word ", count: 300),
    "retrieval",
]
