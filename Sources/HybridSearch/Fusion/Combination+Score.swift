// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

extension Combination {
    /// The value that one leg gives a hit.
    struct Part {
        /// The value on the common scale.
        var value: Double
        /// The weight of the leg.
        var weight: Double
        /// What it adds to the score.
        var contribution = 0.0
    }

    /// Combines the values of a hit.
    ///
    /// - Parameters:
    ///   - parts: The values of the legs that have one, one or more; their contributions are set, and add up to the score.
    ///   - totalWeight: The weights of all legs.
    /// - Returns: The score.
    /// - Complexity: O(parts), or O(parts · log parts) for the median.
    func score(_ parts: inout [Part], totalWeight: Double) -> Double {
        switch rule {
        case .sum(let agreement):
            let factor = agreement.factor(parts)
            let isWeighted = agreement != .weights
            for index in parts.indices {
                parts[index].contribution = parts[index].value * (isWeighted ? parts[index].weight : 1) * factor
            }
        case .arithmeticMean:
            for index in parts.indices where totalWeight > 0 {
                parts[index].contribution = parts[index].value * parts[index].weight / totalWeight
            }
        case .minimum: select(&parts) { $0.first.map { [$0] } ?? [] }
        case .maximum: select(&parts) { $0.last.map { [$0] } ?? [] }
        case .median: select(&parts) { Array($0[(($0.count - 1) / 2)...($0.count / 2)]) }
        case .geometricMean:
            share(&parts) { parts, weight in
                exponential(parts.reduce(0) { $0 + $1.weight * logarithm($1.value) } / weight)
            }
        case .harmonicMean:
            share(&parts) { parts, weight in weight / parts.reduce(0) { $0 + $1.weight / $1.value } }
        }
        return parts.reduce(0) { $0 + $1.contribution }
    }

    /// Lets the parts that are chosen among all, ordered by their weighted values, make up the score evenly.
    private func select(_ parts: inout [Part], _ choose: ([Int]) -> [Int]) {
        let order = parts.indices.sorted {
            let left = parts[$0].value * parts[$0].weight
            let right = parts[$1].value * parts[$1].weight
            return left != right ? left < right : $0 < $1
        }
        let chosen = choose(order)
        for index in chosen {
            parts[index].contribution = parts[index].value * parts[index].weight / Double(chosen.count)
        }
    }

    /// Lets the parts above 0 share a mean by their weights.
    private func share(_ parts: inout [Part], _ mean: ([Part], Double) -> Double) {
        let positive = parts.filter { $0.value > 0 && $0.weight > 0 }
        let weight = positive.reduce(0) { $0 + $1.weight }
        guard weight > 0 else { return }
        let score = mean(positive, weight)
        for index in parts.indices where parts[index].value > 0 {
            parts[index].contribution = score * parts[index].weight / weight
        }
    }
}

extension Combination.Agreement {
    /// What the sum of some values is multiplied by.
    fileprivate func factor(_ parts: [Combination.Part]) -> Double {
        switch self {
        case .power(0): 1
        case .power(1): Double(parts.count)
        case .power(-1): 1 / Double(parts.count)
        case .power(let gamma): exponential(gamma * _VectorMath.logarithm(Double(parts.count)))
        case .logarithm(let sigma): _VectorMath.logarithm(Double(parts.count) + sigma)
        case .weights: parts.reduce(0) { $0 + $1.weight }
        }
    }
}
