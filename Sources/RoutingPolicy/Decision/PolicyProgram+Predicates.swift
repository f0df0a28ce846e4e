// SPDX-License-Identifier: Apache-2.0

extension PolicyProgram {
    /// What a predicate says of a context.
    ///
    /// - Parameters:
    ///   - place: The predicate's first instruction.
    ///   - facts: The context.
    ///   - now: When it is.
    /// - Returns: True, false, or unknown where a missing attribute leaves it open.
    func truth(_ place: Int, _ facts: ContextFacts, _ now: PolicyInstant) -> Truth {
        let instruction = instructions[place]
        switch instruction.operation {
        case .no: return .false
        case .yes: return .true
        case .not: return truth(place &+ 1, facts, now).negation
        case .all: return fold(place, instruction, facts, now, absorbing: .false)
        case .any: return fold(place, instruction, facts, now, absorbing: .true)
        case .decision: return decisionTruth(instruction, facts, now)
        case .anyName, .anyValue: return anyAttribute(instructions[place &+ 1], instruction.operation, facts)
        default: return attributeTruth(instruction, facts)
        }
    }

    /// The truth of a conjunction or disjunction: one absorbing part settles it, else one unknown part leaves it open.
    private func fold(
        _ place: Int,
        _ instruction: Instruction,
        _ facts: ContextFacts,
        _ now: PolicyInstant,
        absorbing: Truth
    ) -> Truth {
        var result = absorbing.negation
        var part = place &+ 1
        while part < Int(instruction.end) {
            let child = instructions[part]
            let truth = child.operation.isQuestion ? attributeTruth(child, facts) : truth(part, facts, now)
            if truth == absorbing { return absorbing }
            if truth == .unknown { result = .unknown }
            part = Int(child.end)
        }
        return result
    }

    private func decisionTruth(_ instruction: Instruction, _ facts: ContextFacts, _ now: PolicyInstant) -> Truth {
        let route = prerequisites[Int(instruction.slot)].evaluate(facts, now).route
        for offset in instruction.first..<instruction.first &+ instruction.count
        where data.numbersOfRoutes[Int(offset)] == route {
            return .true
        }
        return .false
    }

    private func anyAttribute(
        _ test: Instruction,
        _ scope: Instruction.Operation,
        _ facts: ContextFacts
    ) -> Truth {
        for index in facts.attributes.indices {
            if scope == .anyName {
                if passes(test, facts.attributes[index].name) { return .true }
            } else if self.test(test, facts.attributes[index].value) == .true {
                return .true
            }
        }
        return .false
    }

    @inline(__always)
    private func attributeTruth(_ instruction: Instruction, _ facts: ContextFacts) -> Truth {
        switch instruction.slot {
        case 0..<AttributeSlot.byteCount: return textTruth(instruction, facts)
        case AttributeSlot.byteCount: return test(instruction, facts.byteCount)
        case AttributeSlot.pageCount: return test(instruction, facts.pageCount)
        default:
            guard let index = index(ofAttribute: instruction.slot, facts) else {
                return instruction.operation == .isPresent ? .false : .unknown
            }
            return test(instruction, facts.attributes[index].value)
        }
    }

    /// The truth of a test of a built-in text: mostly settled by hashes, without touching the text.
    @inline(__always)
    private func textTruth(_ instruction: Instruction, _ facts: ContextFacts) -> Truth {
        let hash = facts.hashes[Int(instruction.slot)]
        switch instruction.operation {
        case .isPresent: return Truth(hash != 0)
        case _ where hash == 0: return .unknown
        case .isIn: if !mayBeInTable(instruction, hash) { return .false }
        case .hasWord, .hasExtension:
            if instruction.slot == AttributeSlot.documentName, !mayPass(instruction, nameOf: facts) { return .false }
        default: break
        }
        guard let text = facts.text(inSlot: instruction.slot) else { return .unknown }
        return Truth(passes(instruction, text))
    }

    /// The place of a custom attribute in a context, or `nil` where it is missing.
    func index(ofAttribute slot: Int32, _ facts: ContextFacts) -> Int? {
        let place = Int(slot &- AttributeSlot.firstCustom)
        let hash = data.names[place].hash
        for index in facts.attributes.indices where facts.attributes[index].name.hash == hash {
            if facts.attributes[index].name.text == data.names[place].text { return index }
        }
        return nil
    }

    private func test(_ instruction: Instruction, _ number: Int?) -> Truth {
        guard let number else { return instruction.operation == .isPresent ? .false : .unknown }
        return test(instruction, number: .integer(number))
    }

    private func test(_ instruction: Instruction, number: NumericRange.Number) -> Truth {
        switch instruction.operation {
        case .isPresent: .true
        case .inRange: Truth(data.ranges[Int(instruction.first)].contains(number))
        case .equalsNumber: Truth(NumericRange.compare(number, data.numbers[Int(instruction.first)]) == 0)
        default: .unknown
        }
    }

    private func test(_ instruction: Instruction, _ value: ContextFacts.Value) -> Truth {
        switch (value, instruction.operation) {
        case (_, .isPresent): return .true
        case (.number(let number), _): return test(instruction, number: number)
        case (.boolean(let truth), .equalsBoolean): return Truth(truth == (instruction.first == 1))
        case (.instant(let instant), .equalsInstant): return Truth(instant == data.instants[Int(instruction.first)])
        case (.instant(let instant), .inWindow):
            return Truth(data.windows[Int(instruction.first)].contains(instant))
        case (.text, .equalsNumber), (.text, .inRange), (.text, .equalsBoolean), (.text, .equalsInstant),
            (.text, .inWindow), (.texts, .equalsNumber), (.texts, .inRange), (.texts, .equalsBoolean),
            (.texts, .equalsInstant), (.texts, .inWindow), (.boolean, _), (.instant, _):
            return .unknown
        case (.text(let text), _): return Truth(passes(instruction, text))
        case (.texts(let texts), _): return Truth(texts.contains { passes(instruction, $0) })
        }
    }
}
