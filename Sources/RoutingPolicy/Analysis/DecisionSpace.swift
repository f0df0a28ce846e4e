// SPDX-License-Identifier: Apache-2.0

/// All contexts that a policy can tell apart, as a product of finitely many classes of each thing that it asks about.
///
/// An attribute's values fall into one class where every question of the policy answers alike. Questions whose joint answers
/// are not known (parts of texts, sets of texts, other policies, buckets) get a class for every combination. So the space
/// may hold contexts that cannot exist, but never lacks one that can: what holds in all of it holds.
struct DecisionSpace {
    /// The number of classes of each variable.
    private(set) var classCounts: [Int] = []
    /// For each question, its variable and its answer in each class.
    private(set) var answers: [Int: (variable: Int, truths: [Truth])] = [:]
    /// For each rule with a rollout, its variable and what comes out in each class.
    private(set) var rollouts: [Int: (variable: Int, outcomes: [Int32])] = [:]
    /// For each rule with a window, its variable and whether it holds in each class.
    private(set) var windows: [Int: (variable: Int, holds: [Bool])] = [:]
    /// Whether some attribute has too many questions to combine; nothing is proven then.
    private(set) var isTooLarge = false

    let program: PolicyProgram
    /// The outcome of a rollout that lets the next rule be asked.
    static let next: Int32 = -1
    private static let maximumCombined = 8

    init(_ program: PolicyProgram) {
        self.program = program
        var questions: [String: [Question]] = [:]
        for (index, rule) in program.document.rules.enumerated() {
            collect(rule.when, Int(program.rules[index].predicate), into: &questions)
        }
        for name in questions.keys.sorted() { addVariable(for: questions[name] ?? []) }
        for (index, rule) in program.document.rules.enumerated() {
            if case .rollout(let rollout) = rule.outcome { addRollout(rollout, ofRule: index) }
        }
        addWindows()
    }

    /// A question about something, with its first instruction.
    private struct Question {
        let place: Int
        let predicate: Predicate
    }

    private func collect(_ predicate: Predicate, _ place: Int, into questions: inout [String: [Question]]) {
        switch predicate {
        case .constant: break
        case .not(let other): collect(other, place + 1, into: &questions)
        case .all(let parts), .any(let parts):
            var child = place + 1
            for part in parts {
                collect(part, child, into: &questions)
                child = Int(program.instructions[child].end)
            }
        case .attribute(let name, _):
            questions["attribute " + name.rawValue, default: []].append(Question(place: place, predicate: predicate))
        // The same question has the same answer wherever it stands.
        case .isSwitched(let name, _):
            questions["switch " + name, default: []].append(Question(place: place, predicate: predicate))
        case .anyAttribute, .decision:
            questions["other \(predicate)", default: []].append(Question(place: place, predicate: predicate))
        }
    }

    private mutating func addVariable(for questions: [Question]) {
        guard let first = questions.first else { return }
        let signatures: [[Truth]]
        switch first.predicate {
        case .attribute(let name, _): signatures = attributeSignatures(name, questions)
        case .isSwitched:
            signatures = [true, false].map { state in
                questions.map {
                    if case .isSwitched(_, let isOn) = $0.predicate { Truth(isOn == state) } else { .unknown }
                }
            }
        default: signatures = [.true, .false].map { truth in questions.map { _ in truth } }
        }
        let variable = classCounts.count
        classCounts.append(signatures.count)
        for (index, question) in questions.enumerated() {
            answers[question.place] = (variable, signatures.map { $0[index] })
        }
    }

    /// The answers of each class of an attribute's values, each combination once.
    private mutating func attributeSignatures(_ name: AttributeName, _ questions: [Question]) -> [[Truth]] {
        let builtIn = AttributeName.builtIn.first { $0.name == name }?.type
        let tests = questions.map {
            if case .attribute(_, let test) = $0.predicate { test } else { AttributeTest.isPresent }
        }
        var signatures: [[Truth]] = []
        var known: Set<[Truth]> = []
        func add(_ signature: [Truth]) { if known.insert(signature).inserted { signatures.append(signature) } }
        add(tests.map { $0 == .isPresent ? .false : .unknown })
        let samples = AttributeSamples(of: tests, lists: program.document.lists, builtIn: builtIn)
        for value in samples.values {
            let facts = Self.facts(name, value)
            add(questions.map { program.truth($0.place, facts, PolicyInstant(millisecondsSince1970: 0)) })
        }
        let combined = tests.indices.filter { samples.mustCombine(tests[$0]) }
        if combined.count > Self.maximumCombined {
            isTooLarge = true
        } else if builtIn == nil || builtIn == .string, !combined.isEmpty {
            for bits in 0..<(1 << combined.count) {
                add(
                    tests.indices.map { index in
                        if tests[index] == .isPresent { return .true }
                        guard tests[index].accepts(.string) else { return .unknown }
                        return Truth(combined.firstIndex(of: index).map { bits >> $0 & 1 == 1 } ?? false)
                    }
                )
            }
        }
        return signatures
    }

    private static func facts(_ name: AttributeName, _ value: AttributeValue) -> ContextFacts {
        var text: String?
        var number: Int?
        if case .string(let value) = value { text = value }
        if case .integer(let value) = value { number = value }
        var document = DocumentFacts()
        switch name {
        case .unit: return ContextFacts(unit: text, attributes: [:], document: nil, override: nil)
        case .documentName: document.name = text
        case .mediaType: document.mediaType = text
        case .kind: document.kind = text.map { DocumentKind(rawValue: $0) }
        case .byteCount: document.byteCount = number
        case .pageCount: document.pageCount = number
        default: return ContextFacts(unit: nil, attributes: [name.rawValue: value], document: nil, override: nil)
        }
        return ContextFacts(unit: nil, attributes: [:], document: document, override: nil)
    }

    private mutating func addRollout(_ rollout: Rollout, ofRule index: Int) {
        var outcomes: Set<Int32> = []
        let routes = rollout.allocations.filter { $0.weight > .none }.map { program.index(of: $0.route) }
        let share: PartsPerMillion? = if case .fixed(let share) = rollout.coverage { share } else { nil }
        let isHeldBack =
            rollout.slice != nil || !program.data.rollouts[Int(program.rules[index].rollout)].holdouts.isEmpty
        if share != PartsPerMillion.none { outcomes.formUnion(routes) }
        if share != .whole, share != PartsPerMillion.none { outcomes.insert(program.rules[index].miss) }
        if share != .whole || isHeldBack || routes.count > 1 { outcomes.insert(Self.next) }
        rollouts[index] = (classCounts.count, outcomes.sorted())
        classCounts.append(outcomes.count)
    }

    private mutating func addWindows() {
        let indices = program.document.rules.indices.filter { program.document.rules[$0].window != nil }
        let ends = indices.flatMap { index -> [PolicyInstant] in
            [program.document.rules[index].window?.from, program.document.rules[index].window?.until].compactMap(\.self)
        }
        guard !ends.isEmpty else { return }
        // Every end, and a moment before the first, stand for all moments up to the next end.
        let moments = [PolicyInstant(millisecondsSince1970: .min)] + Set(ends).sorted()
        for index in indices {
            guard let window = program.document.rules[index].window else { continue }
            windows[index] = (classCounts.count, moments.map(window.contains))
        }
        classCounts.append(moments.count)
    }
}
