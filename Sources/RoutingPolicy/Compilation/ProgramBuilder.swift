// SPDX-License-Identifier: Apache-2.0

/// Compiles a validated policy.
struct ProgramBuilder {
    private let document: PolicyDocument
    /// The compiled prerequisites by name; a program keeps those that it asks.
    private let available: [String: PolicyProgram]
    private(set) var instructions: [Instruction] = []
    private(set) var data = ProgramData()
    private var slots: [AttributeName: Int32] = [:]
    private var tables: [String: (first: Int32, mask: Int32)] = [:]
    private var asked: [PolicyProgram] = []
    private let routes: [Route: Int32]

    /// Compiles a policy and its prerequisites.
    ///
    /// - Parameter document: A policy without errors.
    /// - Returns: The program.
    static func compile(_ document: PolicyDocument) -> PolicyProgram {
        var available: [String: PolicyProgram] = [:]
        for name in PrerequisiteGraph(document).order {
            guard let prerequisite = document.prerequisites[name] else { continue }
            var builder = ProgramBuilder(prerequisite, available)
            available[name] = builder.build()
        }
        var builder = ProgramBuilder(document, available)
        return builder.build()
    }

    private init(_ document: PolicyDocument, _ available: [String: PolicyProgram]) {
        self.document = document
        self.available = available
        self.routes = Dictionary(
            zip(document.routes, Int32(0)...),
            uniquingKeysWith: { first, _ in first }
        )
        for (slot, builtIn) in AttributeName.builtIn.enumerated() { slots[builtIn.name] = Int32(slot) }
    }

    private mutating func build() -> PolicyProgram {
        data.layers = document.layers.map { layer in
            share(unit: layer.unit, salt: layer.salt, profile: layer.profile, share: .whole)
        }
        data.holdouts = document.holdouts.map { holdout in
            share(unit: holdout.unit, salt: holdout.salt, share: holdout.share)
        }
        let rules = document.rules.map { compile($0) }
        return PolicyProgram(
            document: document,
            digest: PolicyDigest(of: document),
            rules: rules,
            fallbackRoute: number(of: document.fallback.route),
            fallbackMirror: compile(document.fallback.mirror),
            overrideRoute: document.override.map { number(of: $0.route) } ?? -1,
            instructions: instructions,
            data: data,
            prerequisites: asked
        )
    }

    private func number(of route: Route) -> Int32 { routes[route] ?? -1 }

    mutating func slot(of name: AttributeName) -> Int32 {
        if let slot = slots[name] { return slot }
        let slot = AttributeSlot.firstCustom + Int32(data.names.count)
        data.names.append(HashedText(name.rawValue))
        slots[name] = slot
        return slot
    }

    private mutating func units(_ names: [AttributeName]) -> Range<Int32> {
        let first = Int32(data.unitSlots.count)
        for name in names { data.unitSlots.append(slot(of: name)) }
        return first..<Int32(data.unitSlots.count)
    }

    private mutating func appendSalt(_ salt: String) -> Range<Int32> {
        let first = Int32(data.saltBytes.count)
        data.saltBytes += salt.utf8
        return first..<Int32(data.saltBytes.count)
    }

    private mutating func share(
        unit: [AttributeName],
        salt: String,
        profile: BucketingProfile = .routing1,
        share: PartsPerMillion,
        route: Int32 = -1
    ) -> CompiledShare {
        let salt = HashedText.normalised(salt)
        return CompiledShare(
            units: units(unit),
            hash: SaltedHash(profile: profile, salt: salt, purpose: .rollout),
            salt: appendSalt(salt),
            share: Int32(share.rawValue),
            route: route
        )
    }

    private mutating func compile(_ rule: Rule) -> CompiledRule {
        let predicate = Int32(instructions.count)
        append(rule.when)
        var compiled = CompiledRule(
            predicate: predicate,
            constant: constant(at: Int(predicate)),
            from: rule.window?.from?.millisecondsSince1970 ?? .min,
            until: rule.window?.until?.millisecondsSince1970 ?? .max,
            route: -1,
            rollout: -1,
            miss: -1,
            mirror: compile(rule.mirror)
        )
        switch rule.outcome {
        case .route(let route): compiled.route = number(of: route)
        case .rollout(let rollout):
            compiled.rollout = Int32(data.rollouts.count)
            data.rollouts.append(compile(rollout, of: rule.id))
        }
        if case .stop(let route) = rule.onMiss { compiled.miss = number(of: route) }
        return compiled
    }

    private mutating func compile(_ mirror: Mirror?) -> Int32 {
        guard let mirror else { return -1 }
        data.mirrors.append(
            share(unit: [.unit], salt: mirror.salt ?? "", share: mirror.share, route: number(of: mirror.route))
        )
        return Int32(data.mirrors.count - 1)
    }

    private mutating func compile(_ rollout: Rollout, of id: RuleID) -> CompiledRollout {
        let allocations = appendAllocations(rollout.allocations)
        var coverage: Int32 = 0
        let firstStep = Int32(data.steps.count)
        var isRamp = false
        switch rollout.coverage {
        case .fixed(let share): coverage = Int32(share.rawValue)
        case .ramp(let ramp):
            isRamp = true
            appendSteps(of: ramp)
        }
        let firstHoldout = Int32(data.holdoutNumbers.count)
        for (index, holdout) in document.holdouts.enumerated() where holdout.rules?.contains(id) ?? true {
            data.holdoutNumbers.append(Int32(index))
        }
        let salt = HashedText.normalised(rollout.salt)
        let layer = document.layers.firstIndex { $0.id == rollout.slice?.layer }
        let layerResolution = layer.map { document.layers[$0].profile.resolution() } ?? 0
        let slice = rollout.slice.map { slice in
            let from = Bucket.limit(slice.from.rawValue, of: layerResolution)
            return Int32(from)..<Int32(Bucket.limit(slice.to.rawValue, of: layerResolution))
        }
        return CompiledRollout(
            units: units(rollout.unit),
            gate: SaltedHash(profile: rollout.profile, salt: salt, purpose: .rollout),
            split: SaltedHash(profile: rollout.profile, salt: salt, purpose: .split),
            salt: appendSalt(salt),
            gateResolution: Int32(rollout.profile.resolution()),
            splitResolution: Int32(rollout.profile.resolution(for: .split)),
            hasIndependentSplit: rollout.profile.hasIndependentSplit,
            coverage: coverage,
            steps: firstStep..<Int32(data.steps.count),
            isRamp: isRamp,
            allocations: allocations,
            isSplit: rollout.allocations.count { $0.weight > .none } > 1,
            layer: Int32(layer ?? -1),
            slice: slice ?? 0..<0,
            holdouts: firstHoldout..<Int32(data.holdoutNumbers.count)
        )
    }

    private mutating func appendAllocations(_ allocations: [Rollout.Allocation]) -> Range<Int32> {
        let first = Int32(data.allocations.count)
        var start: Int32 = 0
        for allocation in allocations {
            let end = start + Int32(allocation.weight.rawValue)
            data.allocations.append(CompiledAllocation(route: number(of: allocation.route), start: start, end: end))
            start = end
        }
        return first..<Int32(data.allocations.count)
    }

    private mutating func appendSteps(of ramp: Ramp) {
        for (index, step) in ramp.steps.enumerated() {
            guard !step.requiresApproval || index < ramp.approvedSteps else { return }
            data.steps.append(
                CompiledStep(
                    begin: (ramp.start + step.after).millisecondsSince1970,
                    coverage: Int32(step.coverage.rawValue)
                )
            )
        }
    }
}

extension ProgramBuilder {
    /// The truth of a predicate that is the same for every context.
    private func constant(at place: Int) -> Truth? {
        switch instructions[place].operation {
        case .yes: .true
        case .no: .false
        default: nil
        }
    }

    /// Appends the instructions of a predicate in preorder.
    mutating func append(_ predicate: Predicate) {
        let place = instructions.count
        instructions.append(Instruction(operation: .no))
        switch predicate {
        case .constant(let truth): instructions[place].operation = truth ? .yes : .no
        case .attribute(let name, let test):
            instructions[place] = instruction(for: test)
            instructions[place].slot = slot(of: name)
        case .anyAttribute(let scope, let test):
            instructions[place].operation = scope == .names ? .anyName : .anyValue
            instructions.append(instruction(for: test))
            instructions[place + 1].end = Int32(instructions.count)
        case .isSwitched(let name, let isOn):
            instructions[place].operation = (document.switches[name] ?? false) == isOn ? .yes : .no
        case .decision(let policy, let routes): appendDecision(of: policy, routes, at: place)
        case .all(let parts):
            instructions[place].operation = .all
            for part in parts { append(part) }
        case .any(let parts):
            instructions[place].operation = .any
            for part in parts { append(part) }
        case .not(let other):
            instructions[place].operation = .not
            append(other)
        }
        instructions[place].end = Int32(instructions.count)
    }

    private mutating func appendDecision(of policy: String, _ routes: [Route], at place: Int) {
        guard let program = available[policy] else { return }
        instructions[place].operation = .decision
        if let known = asked.firstIndex(where: { $0 === program }) {
            instructions[place].slot = Int32(known)
        } else {
            instructions[place].slot = Int32(asked.count)
            asked.append(program)
        }
        instructions[place].first = Int32(data.numbersOfRoutes.count)
        instructions[place].count = Int32(routes.count)
        data.numbersOfRoutes += routes.map { program.index(of: $0) }
    }

    private mutating func instruction(for test: AttributeTest) -> Instruction {
        switch test {
        case .isPresent: return Instruction(operation: .isPresent)
        case .equals(let value): return equality(with: value)
        case .isIn(let texts): return table(of: texts.map { HashedText($0) }, .isIn)
        case .isInList(let name):
            // A list that several rules ask is one table.
            if let known = tables[name] { return Instruction(operation: .isIn, first: known.first, count: known.mask) }
            let instruction = table(of: (document.lists[name] ?? []).map { HashedText($0) }, .isIn)
            tables[name] = (instruction.first, instruction.count)
            return instruction
        case .inRange(let range):
            data.ranges.append(range)
            return Instruction(operation: .inRange, first: Int32(data.ranges.count - 1))
        case .inWindow(let window):
            data.windows.append(window)
            return Instruction(operation: .inWindow, first: Int32(data.windows.count - 1))
        case .hasPrefix(let texts): return patterns(texts.map(HashedText.normalised), .hasPrefix)
        case .hasSuffix(let texts): return patterns(texts.map(HashedText.normalised), .hasSuffix)
        case .containsIgnoringCase(let texts):
            return patterns(texts.map { HashedText($0).folded }, .containsIgnoringCase)
        case .hasWord(let texts): return table(of: texts.map { HashedText(HashedText($0).folded) }, .hasWord)
        case .hasExtension(let texts):
            return table(of: texts.map { HashedText(HashedText($0).folded) }, .hasExtension)
        }
    }

    private mutating func equality(with value: AttributeValue) -> Instruction {
        switch value {
        case .string(let text): return table(of: [HashedText(text)], .isIn)
        case .strings(let texts): return table(of: texts.map { HashedText($0) }, .isIn)
        case .integer(let number): return equality(withNumber: .integer(number))
        case .number(let number): return equality(withNumber: .real(number))
        case .boolean(let truth): return Instruction(operation: .equalsBoolean, first: truth ? 1 : 0)
        case .instant(let instant):
            data.instants.append(instant)
            return Instruction(operation: .equalsInstant, first: Int32(data.instants.count - 1))
        }
    }

    private mutating func equality(withNumber number: NumericRange.Number) -> Instruction {
        data.numbers.append(number)
        return Instruction(operation: .equalsNumber, first: Int32(data.numbers.count - 1))
    }

    private mutating func patterns(_ texts: [String], _ operation: Instruction.Operation) -> Instruction {
        let first = Int32(data.patterns.count)
        for text in texts {
            let start = Int32(data.patternBytes.count)
            data.patternBytes += text.utf8
            data.patterns.append(start..<Int32(data.patternBytes.count))
        }
        return Instruction(operation: operation, first: first, count: Int32(texts.count))
    }

    /// Appends an open-addressing table, at most half full, so that a look-up costs the same for any number of texts.
    private mutating func table(of texts: [HashedText], _ operation: Instruction.Operation) -> Instruction {
        // Small tables are kept sparse, since an empty place ends most searches at the first look.
        let placesPerText = texts.count <= 64 ? 8 : 2
        var size = 2
        while size < texts.count * placesPerText { size *= 2 }
        let first = data.tableHashes.count
        data.tableHashes += repeatElement(0, count: size)
        data.tableTexts += repeatElement("", count: size)
        for text in texts {
            var place = Int(truncatingIfNeeded: text.hash) & (size - 1)
            while data.tableHashes[first + place] != 0, data.tableTexts[first + place] != text.text {
                place = (place + 1) & (size - 1)
            }
            data.tableHashes[first + place] = text.hash
            data.tableTexts[first + place] = text.text
        }
        return Instruction(operation: operation, first: Int32(first), count: Int32(size - 1))
    }
}

extension HashedText {
    /// The text with its ASCII letters in lower case.
    var folded: String { String(decoding: text.utf8.map(\.asciiFolded), as: UTF8.self) }
}
