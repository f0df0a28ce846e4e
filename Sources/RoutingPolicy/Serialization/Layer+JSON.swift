// SPDX-License-Identifier: Apache-2.0

extension Layer {
    var json: JSONValue {
        .object([
            "id": .string(id), "salt": .string(salt),
            "unit": unit == [.unit] ? nil : .array(unit.map { .string($0.rawValue) }),
            "profile": profile == .routing1 ? nil : .string(profile.rawValue),
        ])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Layer? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let id = reader.string("id", &diagnostics)
        let salt = reader.string("salt", &diagnostics)
        let unit = reader.strings("unit", &diagnostics)?.map { AttributeName($0) }
        let profile = reader.profile("profile", &diagnostics)
        reader.finish(&diagnostics)
        if id == nil { reader.reportMissing("id", expected: "the layer's name", &diagnostics) }
        if salt == nil { reader.reportMissing("salt", expected: "a salt; it is never made up", &diagnostics) }
        guard let id, let salt else { return nil }
        return Layer(id: id, salt: salt, unit: unit ?? [.unit], profile: profile ?? .routing1)
    }
}

extension LayerSlice {
    var json: JSONValue {
        .object([
            "layer": .string(layer), "from": .string(from.description), "to": .string(to.description),
        ])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> LayerSlice? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let layer = reader.string("layer", &diagnostics)
        let from = reader.share("from", &diagnostics)
        let to = reader.share("to", &diagnostics)
        reader.finish(&diagnostics)
        if layer == nil { reader.reportMissing("layer", expected: "a layer's name", &diagnostics) }
        if from == nil { reader.reportMissing("from", expected: "a percentage", &diagnostics) }
        if to == nil { reader.reportMissing("to", expected: "a percentage", &diagnostics) }
        guard let layer, let from, let to else { return nil }
        return LayerSlice(layer: layer, from: from, to: to)
    }
}

extension Holdout {
    var json: JSONValue {
        .object([
            "id": .string(id), "salt": .string(salt),
            "unit": unit == [.unit] ? nil : .array(unit.map { .string($0.rawValue) }),
            "share": .string(share.description),
            "rules": rules.map { .array($0.map { .string($0.rawValue) }) },
        ])
    }

    static func read(_ value: JSONValue, at path: String, _ diagnostics: inout [Diagnostic]) -> Holdout? {
        guard var reader = ObjectReader(value, at: path, &diagnostics) else { return nil }
        let id = reader.string("id", &diagnostics)
        let salt = reader.string("salt", &diagnostics)
        let unit = reader.strings("unit", &diagnostics)?.map { AttributeName($0) }
        let share = reader.share("share", &diagnostics)
        let rules = reader.strings("rules", &diagnostics)?.map { RuleID($0) }
        reader.finish(&diagnostics)
        if id == nil { reader.reportMissing("id", expected: "the holdout's name", &diagnostics) }
        if salt == nil { reader.reportMissing("salt", expected: "a salt; it is never made up", &diagnostics) }
        if share == nil { reader.reportMissing("share", expected: "a percentage", &diagnostics) }
        guard let id, let salt, let share else { return nil }
        return Holdout(id: id, salt: salt, unit: unit ?? [.unit], share: share, rules: rules)
    }
}
