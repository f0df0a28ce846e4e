// SPDX-License-Identifier: Apache-2.0

/// Why a decision came out as it did: a code for machines, and words that are made when they are read.
public struct Reason: Sendable {
    private let decision: Decision

    init(decision: Decision) { self.decision = decision }

    /// What kind of reason it is, in the words of OpenFeature's specification where it has one.
    public enum Code: String, Hashable, Sendable, Codable {
        /// A rule's predicate held.
        case targetingMatch = "TARGETING_MATCH"
        /// The hash of a rollout chose.
        case split = "SPLIT"
        /// A switch is off.
        case disabled = "DISABLED"
        /// No rule matched.
        case `default` = "DEFAULT"
        /// Somebody set the route by hand.
        case override = "OVERRIDE"
    }

    /// What kind of reason it is.
    public var code: Code {
        let document = decision.handle.program.document
        switch decision.evaluation.rule {
        case Evaluation.override: return .override
        case Evaluation.fallback: return .default
        default:
            let rule = document.rules[Int(decision.evaluation.rule)]
            if case .rollout = rule.outcome { return .split }
            if case .isSwitched(_, on: false) = rule.when { return .disabled }
            return .targetingMatch
        }
    }

    /// Whether a unit was hashed and lies outside the rollout that decided.
    public var isMiss: Bool { decision.evaluation.result.status == .missed }
}

extension Reason: CustomStringConvertible {
    /// The rule's words with their places filled in.
    public var description: String {
        let document = decision.handle.program.document
        switch decision.evaluation.rule {
        case Evaluation.override: return overrideDescription
        case Evaluation.fallback: return filled(document.fallback.description)
        default:
            let rule = document.rules[Int(decision.evaluation.rule)]
            return filled(isMiss ? rule.missDescription ?? rule.description : rule.description)
        }
    }

    private var overrideDescription: String {
        let scope = decision.evaluation.scope ?? .policy
        let override =
            switch scope {
            case .request: decision.facts.override
            case .process: decision.handle.processOverride
            case .policy: decision.handle.program.document.override
            }
        return "Override of the \(scope.rawValue)" + (override?.author.map { " by \($0)" } ?? "")
    }

    private func filled(_ template: String) -> String {
        guard template.utf8.contains(UInt8(ascii: "{")) else { return template }
        var text = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            text += value(of: name) ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    /// The value for a place in a rule's words; `nil` leaves the place as it stands.
    private func value(of name: String) -> String? {
        switch name {
        case "route": return decision.route.rawValue
        case "coverage": return decision.coverage?.description
        case "bucket": return decision.bucket.map { "\($0.position)" }
        case "document.size": return decision.context.document?.byteCount.map(Self.megabytes)
        default:
            guard let value = decision.context[AttributeName(name)] else { return nil }
            if case .string(let text) = value { return text }
            return value.description
        }
    }

    /// A size in units of 1,024 x 1,024 bytes, rounded up to two decimals, without superfluous zeros: `20MB`, `5.01MB`.
    static func megabytes(_ byteCount: Int) -> String {
        let hundredths = (Double(byteCount) * 100 / 1_048_576).rounded(.up)
        let whole = PartsPerMillion(rawValue: Int(hundredths) * 100).description.dropLast()
        return whole + "MB"
    }
}
