// SPDX-License-Identifier: Apache-2.0

extension Rollout {
    var json: JSONValue {
        var share: JSONValue?
        var schedule: JSONValue?
        switch coverage {
        case .fixed(let value): share = .string(value.description)
        case .ramp(let ramp): schedule = ramp.json
        }
        return .object([
            "unit": unit == [.unit] ? nil : .array(unit.map { .string($0.rawValue) }),
            "salt": .string(salt), "profile": profile == .routing1 ? nil : .string(profile.rawValue),
            "coverage": share, "ramp": schedule, "allocations": .array(allocations.map(\.json)), "slice": slice?.json,
        ])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Rollout? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let unit = reader.strings("unit", &diagnostics)?.map { AttributeName($0) }
        let salt = reader.string("salt", &diagnostics)
        let profile = reader.profile("profile", &diagnostics)
        let coverage = readCoverage(&reader, &diagnostics)
        let allocations = reader.elements("allocations", &diagnostics, Allocation.read)
        let slice = reader.member("slice").flatMap { LayerSlice.read($0, at: reader.path(of: "slice"), &diagnostics) }
        reader.finish(&diagnostics)
        if salt == nil { reader.reportMissing("salt", expected: "a salt; it is never made up", &diagnostics) }
        if allocations == nil { reader.reportMissing("allocations", expected: "routes with weights", &diagnostics) }
        guard let salt, let coverage, let allocations else { return nil }
        return Rollout(
            unit: unit ?? [.unit],
            salt: salt,
            profile: profile ?? .routing1,
            coverage: coverage,
            allocations: allocations,
            slice: slice
        )
    }

    private static func readCoverage(
        _ reader: inout ObjectReader,
        _ diagnostics: inout [Diagnostic]
    ) -> Coverage? {
        let keys = reader.present(["coverage", "ramp"])
        let share = reader.share("coverage", &diagnostics)
        let ramp = reader.member("ramp").flatMap { Ramp.read($0, at: reader.path(of: "ramp"), &diagnostics) }
        guard keys.count == 1 else {
            let found = keys.isEmpty ? "(neither)" : keys.joined(separator: " and ")
            diagnostics.append(.error(at: reader.path, value: found, expected: "either coverage or ramp"))
            return nil
        }
        return ramp.map(Coverage.ramp) ?? share.map(Coverage.fixed)
    }
}

extension Rollout.Allocation {
    var json: JSONValue {
        .object(["route": .string(route.rawValue), "weight": .string(weight.description)])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Self? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let route = reader.string("route", &diagnostics)
        let weight = reader.share("weight", &diagnostics)
        reader.finish(&diagnostics)
        if route == nil { reader.reportMissing("route", expected: "a route", &diagnostics) }
        if weight == nil { reader.reportMissing("weight", expected: "a percentage", &diagnostics) }
        guard let route, let weight else { return nil }
        return Self(route: Route(route), weight: weight)
    }
}

extension Ramp {
    var json: JSONValue {
        .object([
            "start": .string(start.description), "steps": .array(steps.map(\.json)),
            "approvedSteps": approvedSteps == 0 ? nil : .integer(approvedSteps),
        ])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Ramp? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let start = reader.instant("start", &diagnostics)
        let steps = reader.elements("steps", &diagnostics, Step.read)
        let approvedSteps = reader.integer("approvedSteps", &diagnostics)
        reader.finish(&diagnostics)
        if start == nil { reader.reportMissing("start", expected: "a moment", &diagnostics) }
        if steps == nil { reader.reportMissing("steps", expected: "an array of steps", &diagnostics) }
        guard let start, let steps else { return nil }
        return Ramp(start: start, steps: steps, approvedSteps: approvedSteps ?? 0)
    }
}

extension Ramp.Step {
    var json: JSONValue {
        .object([
            "afterSeconds": .integer(Int(after.components.seconds)), "coverage": .string(coverage.description),
            "requiresApproval": requiresApproval ? .boolean(true) : nil,
        ])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Self? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let seconds = reader.integer("afterSeconds", &diagnostics)
        let coverage = reader.share("coverage", &diagnostics)
        let requiresApproval = reader.boolean("requiresApproval", &diagnostics)
        reader.finish(&diagnostics)
        if seconds == nil { reader.reportMissing("afterSeconds", expected: "seconds since the start", &diagnostics) }
        if coverage == nil { reader.reportMissing("coverage", expected: "a percentage", &diagnostics) }
        guard let seconds, let coverage else { return nil }
        return Self(after: .seconds(seconds), coverage: coverage, requiresApproval: requiresApproval ?? false)
    }
}
