// SPDX-License-Identifier: Apache-2.0

extension Evaluation: CustomStringConvertible {
    /// A table with a row for each evaluated query and a last row of means, for a person.
    ///
    /// ```
    /// bm25: 2 queries evaluated, 1 left out, 0 without judgements
    /// query  nDCG@10    R@10
    /// q1      0.6131  0.5000
    /// q2      1.0000  1.0000
    /// mean    0.8066  0.7500
    /// ```
    public var description: String {
        let heading =
            "\(system): \(queries.count) queries evaluated, \(leftOutQueries.count) left out, "
            + "\(unjudgedQueries.count) without judgements"
        var rows = [["query"] + metrics.map(\.description)]
        for (index, query) in queries.enumerated() {
            rows.append([query.rawValue] + metrics.map { TextTable.cell(values(of: $0)?[index]) })
        }
        rows.append(["mean"] + metrics.map { TextTable.cell(mean(of: $0)) })
        return heading + "\n" + TextTable.text(of: rows)
    }
}
