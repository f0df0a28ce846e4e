// SPDX-License-Identifier: Apache-2.0

/// A compiled policy: flat arrays of plain values that refer to each other by number.
///
/// Nothing in it changes after it is made, so any number of threads may read it at once.
final class PolicyProgram: Sendable {
    let document: PolicyDocument
    let digest: PolicyDigest

    let rules: [CompiledRule]
    let fallbackRoute: Int32
    let fallbackMirror: Int32
    let overrideRoute: Int32

    let instructions: [Instruction]
    let data: ProgramData

    /// The policies that predicates ask, in the order of ``Instruction/slot``.
    let prerequisites: [PolicyProgram]

    init(
        document: PolicyDocument,
        digest: PolicyDigest,
        rules: [CompiledRule],
        fallbackRoute: Int32,
        fallbackMirror: Int32,
        overrideRoute: Int32,
        instructions: [Instruction],
        data: ProgramData,
        prerequisites: [PolicyProgram]
    ) {
        self.document = document
        self.digest = digest
        self.rules = rules
        self.fallbackRoute = fallbackRoute
        self.fallbackMirror = fallbackMirror
        self.overrideRoute = overrideRoute
        self.instructions = instructions
        self.data = data
        self.prerequisites = prerequisites
    }

    /// The number of a route, or -1 where the policy does not declare it.
    func index(of route: Route) -> Int32 {
        Int32(document.routes.firstIndex(of: route) ?? -1)
    }
}

/// What the instructions of a program refer to.
struct ProgramData: Sendable {
    /// The names of attributes that are not built in.
    var names: [HashedText] = []
    /// Open-addressing tables of hashes, one after the other; 0 marks an empty place.
    var tableHashes: [UInt64] = []
    /// The texts of the tables' places; an empty place has an empty text.
    var tableTexts: [String] = []
    /// Patterns of texts, one after the other.
    var patternBytes: [UInt8] = []
    /// Where each pattern stands in the bytes.
    var patterns: [Range<Int32>] = []
    var ranges: [NumericRange] = []
    var windows: [TimeWindow] = []
    var numbers: [NumericRange.Number] = []
    var instants: [PolicyInstant] = []
    /// Routes of prerequisites, and slots of units.
    var numbersOfRoutes: [Int32] = []
    var unitSlots: [Int32] = []
    /// Salts, one after the other.
    var saltBytes: [UInt8] = []

    var rollouts: [CompiledRollout] = []
    var allocations: [CompiledAllocation] = []
    var steps: [CompiledStep] = []
    var layers: [CompiledShare] = []
    var holdouts: [CompiledShare] = []
    var holdoutNumbers: [Int32] = []
    var mirrors: [CompiledShare] = []
}
