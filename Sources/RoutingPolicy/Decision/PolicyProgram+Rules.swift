// SPDX-License-Identifier: Apache-2.0

extension PolicyProgram {
    /// The decision for a context, without the overrides of request and process.
    ///
    /// - Parameters:
    ///   - facts: The context.
    ///   - now: When it is.
    /// - Returns: What was decided.
    /// - Complexity: O(rules), no allocation.
    func evaluate(_ facts: ContextFacts, _ now: PolicyInstant) -> Evaluation {
        if overrideRoute >= 0 { return overridden(by: overrideRoute, scope: .policy) }
        for index in rules.indices {
            if rules[index].constant == .false { continue }
            let result = result(ofRule: index, facts, now)
            if result.route >= 0 {
                return Evaluation(
                    result: result,
                    rule: Int32(truncatingIfNeeded: index),
                    mirror: mirror(rules[index].mirror, facts)
                )
            }
        }
        return Evaluation(
            result: RuleResult(status: .matched, route: fallbackRoute),
            rule: Evaluation.fallback,
            mirror: mirror(fallbackMirror, facts)
        )
    }

    /// The decision that an override makes.
    func overridden(by route: Int32, scope: Override.Scope) -> Evaluation {
        Evaluation(result: RuleResult(status: .matched, route: route), rule: Evaluation.override, scope: scope)
    }

    /// What becomes of one rule.
    func result(ofRule index: Int, _ facts: ContextFacts, _ now: PolicyInstant) -> RuleResult {
        let rule = rules[index]
        let time = now.millisecondsSince1970
        if time < rule.from || time >= rule.until && rule.until != .max { return RuleResult(status: .outsideWindow) }
        switch rule.constant ?? truth(Int(rule.predicate), facts, now) {
        case .false: return RuleResult(status: .predicateFalse)
        case .unknown: return RuleResult(status: .predicateUnknown)
        case .true: break
        }
        if rule.rollout < 0 { return RuleResult(status: .matched, route: rule.route) }
        return result(ofRollout: Int(rule.rollout), miss: rule.miss, facts, now)
    }

    private func result(
        ofRollout index: Int,
        miss: Int32,
        _ facts: ContextFacts,
        _ now: PolicyInstant
    ) -> RuleResult {
        let coverage = coverage(ofRollout: index, now)
        var result = RuleResult(status: .noCoverage, coverage: coverage)
        if coverage <= 0 { return result }
        if let obstacle = obstacle(ofRollout: index, facts) {
            result.status = obstacle.status
            result.detail = obstacle.detail
            return result
        }
        let isWhole = coverage >= 1_000_000
        if isWhole, !data.rollouts[index].isSplit {
            result.status = .matched
            result.route = onlyRoute(ofRollout: index)
            return result
        }
        guard
            let unit = position(data.rollouts[index].gate, data.rollouts[index].salt, data.rollouts[index].units, facts)
        else {
            result.status = .unitMissing
            return result
        }
        result.position = Int32(truncatingIfNeeded: unit)
        result.resolution = data.rollouts[index].gateResolution
        result.isRandomised = true
        let route = route(ofRollout: index, gate: Int(unit), coverage, facts)
        result.status = route >= 0 ? .matched : .missed
        result.route = route >= 0 ? route : miss
        return result
    }

    /// The coverage of a rollout at a moment, in parts per million.
    private func coverage(ofRollout index: Int, _ now: PolicyInstant) -> Int32 {
        if !data.rollouts[index].isRamp { return data.rollouts[index].coverage }
        var coverage: Int32 = 0
        for step in data.rollouts[index].steps {
            guard data.steps[Int(step)].begin <= now.millisecondsSince1970 else { break }
            coverage = data.steps[Int(step)].coverage
        }
        return coverage
    }

    /// What keeps a unit from a rollout whatever its bucket: a holdout, or another slice of the layer.
    private func obstacle(
        ofRollout index: Int,
        _ facts: ContextFacts
    ) -> (status: RuleResult.Status, detail: Int32)? {
        for offset in data.rollouts[index].holdouts {
            let number = data.holdoutNumbers[Int(offset)]
            let holdout = Int(number)
            // Who has no unit cannot be held out.
            if let unit = position(data.holdouts[holdout], facts),
                unit < UInt64(data.holdouts[holdout].share)
            {
                return (.heldOut, number)
            }
        }
        let layer = data.rollouts[index].layer
        guard layer >= 0 else { return nil }
        guard let unit = position(data.layers[Int(layer)], facts) else {
            return (.unitMissing, layer)
        }
        let slice = data.rollouts[index].slice
        return slice.contains(Int32(truncatingIfNeeded: unit)) ? nil : (.outsideSlice, layer)
    }

    private func onlyRoute(ofRollout index: Int) -> Int32 {
        for offset in data.rollouts[index].allocations {
            let allocation = data.allocations[Int(offset)]
            if allocation.end > allocation.start { return allocation.route }
        }
        return -1
    }

    /// The route of a bucket, or -1 outside the coverage.
    ///
    /// With a hash for the split of its own, the first decides whether and the second where. With one hash, each route
    /// owns a fixed range that the coverage fills from its start. Either way, more coverage only adds units to routes.
    private func route(
        ofRollout index: Int,
        gate: Int,
        _ coverage: Int32,
        _ facts: ContextFacts
    ) -> Int32 {
        let gateResolution = Int(data.rollouts[index].gateResolution)
        guard data.rollouts[index].hasIndependentSplit else {
            return fixedRangeRoute(ofRollout: index, position: gate, Int(coverage))
        }
        guard gate < Bucket.limit(Int(coverage), of: gateResolution) else { return -1 }
        if !data.rollouts[index].isSplit { return onlyRoute(ofRollout: index) }
        guard
            let split = position(
                data.rollouts[index].split,
                data.rollouts[index].salt,
                data.rollouts[index].units,
                facts
            )
        else { return -1 }
        let resolution = Int(data.rollouts[index].splitResolution)
        for offset in data.rollouts[index].allocations {
            let allocation = data.allocations[Int(offset)]
            if Int(split) < Bucket.limit(Int(allocation.end), of: resolution) { return allocation.route }
        }
        return -1
    }

    private func fixedRangeRoute(ofRollout index: Int, position: Int, _ coverage: Int) -> Int32 {
        // position / resolution is compared with (start + weight x coverage) in parts of 10^12, without rounding.
        let place = position &* 1_000_000_000_000
        let resolution = Int(data.rollouts[index].gateResolution)
        for offset in data.rollouts[index].allocations {
            let allocation = data.allocations[Int(offset)]
            let start = Int(allocation.start) &* 1_000_000
            let width = Int(allocation.end &- allocation.start) &* coverage
            if place >= start &* resolution, place < (start &+ width) &* resolution { return allocation.route }
        }
        return -1
    }

    /// The mirror route, or -1.
    private func mirror(_ index: Int32, _ facts: ContextFacts) -> Int32 {
        guard index >= 0 else { return -1 }
        let place = Int(index)
        if data.mirrors[place].share >= 1_000_000 { return data.mirrors[place].route }
        guard let unit = position(data.mirrors[place], facts) else { return -1 }
        return unit < UInt64(data.mirrors[place].share) ? data.mirrors[place].route : -1
    }

    private func position(_ share: CompiledShare, _ facts: ContextFacts) -> UInt64? {
        position(share.hash, share.salt, share.units, facts)
    }

    /// The position of the first unit that is there, or `nil` where none is.
    private func position(
        _ hash: SaltedHash,
        _ salt: Range<Int32>,
        _ units: Range<Int32>,
        _ facts: ContextFacts
    ) -> UInt64? {
        for offset in units {
            let slot = data.unitSlots[Int(offset)]
            switch slot {
            case AttributeSlot.unit where facts.unitWords.byteCount > 0 && hash.beginsWithSalt:
                return hash.position(of: facts.unitWords)
            case 0..<AttributeSlot.byteCount:
                guard let text = facts.text(inSlot: slot) else { continue }
                return position(hash, salt, text.text.utf8.span)
            case AttributeSlot.byteCount:
                if let count = facts.byteCount { return position(hash, salt, ofNumber: count) }
            case AttributeSlot.pageCount:
                if let count = facts.pageCount { return position(hash, salt, ofNumber: count) }
            default:
                guard let index = index(ofAttribute: slot, facts) else { continue }
                switch facts.attributes[index].value {
                case .text(let text):
                    if !text.text.isEmpty { return position(hash, salt, text.text.utf8.span) }
                case .number(.integer(let number)): return position(hash, salt, ofNumber: number)
                case .number, .texts, .boolean, .instant: break
                }
            }
        }
        return nil
    }

    private func position(
        _ hash: SaltedHash,
        _ salt: Range<Int32>,
        _ unit: borrowing Span<UInt8>
    ) -> UInt64 {
        if hash.beginsWithSalt { return hash.position(of: unit) }
        let bytes = data.saltBytes
        let salts = bytes.span
        return hash.position(of: unit, salt: salts.extracting(Int(salt.lowerBound)..<Int(salt.upperBound)))
    }

    /// The position of a whole number: that of its decimal digits.
    private func position(_ hash: SaltedHash, _ salt: Range<Int32>, ofNumber number: Int) -> UInt64 {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        var rest = number.magnitude
        repeat {
            first -= 1
            digits[first] = UInt8(48 + rest % 10)
            rest /= 10
        } while rest > 0
        if number < 0 {
            first -= 1
            digits[first] = UInt8(ascii: "-")
        }
        return position(hash, salt, digits.span.extracting(first..<20))
    }
}
