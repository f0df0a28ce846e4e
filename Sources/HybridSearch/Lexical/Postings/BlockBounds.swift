// SPDX-License-Identifier: Apache-2.0
internal import _VectorMath

/// Bounds the score of a block of postings for every `k1` and `b`.
///
/// A posting scores higher the more often it holds the term and the shorter its row is. Of a block only the postings that
/// no other one beats in both can score highest; these pairs of frequency and length, at most four of them, are kept. Where
/// there are more, neighbours are joined to a pair that beats both (the idea of Mallia and others 2017,
/// doi:10.1145/3077136.3080780, without fixing the ranking function).
struct BlockBounds {
    /// How the lengths of a segment fall into 256 classes; a class stands for its least length.
    let lengths: LengthTable

    /// One pair for each class of lengths, reused.
    private var greatest = [UInt8](repeating: 0, count: PostingBlock.lengthClasses)

    private struct Pair {
        var frequency: UInt8
        var lengthClass: UInt8
    }

    init(lengths: LengthTable) { self.lengths = lengths }

    /// Appends the pairs of a block: frequency, class, frequency, class, ...; a frequency of 0 is an unused pair and 255
    /// stands for any.
    mutating func append(rows: Span<UInt32>, frequencies: Span<UInt32>, to bytes: inout [UInt8]) {
        var low = PostingBlock.lengthClasses
        var high = 0
        for index in rows.indices {
            let lengthClass = lengths.lengthClass(ofRow: Int(rows[index]))
            let frequency = UInt8(min(frequencies[index], 0xFF))
            greatest[lengthClass] = max(greatest[lengthClass], frequency)
            low = min(low, lengthClass)
            high = max(high, lengthClass)
        }
        // From the shortest length on, a longer one counts only with a higher frequency.
        var pairs: [Pair] = []
        var reached: UInt8 = 0
        for lengthClass in low...high {
            let frequency = greatest[lengthClass]
            greatest[lengthClass] = 0
            guard frequency > reached else { continue }
            reached = frequency
            pairs.append(Pair(frequency: frequency, lengthClass: UInt8(lengthClass)))
        }
        while pairs.count > PostingBlock.boundBytes / 2 { joinClosest(&pairs) }
        for index in 0..<PostingBlock.boundBytes / 2 {
            bytes.append(index < pairs.count ? pairs[index].frequency : 0)
            bytes.append(index < pairs.count ? pairs[index].lengthClass : 0)
        }
    }

    /// Joins the two neighbours whose common pair scores least above the better of them, under the usual parameters.
    private func joinClosest(_ pairs: inout [Pair]) {
        var best = 0
        var leastLoss = Float.infinity
        for index in 0..<pairs.count - 1 {
            let shorter = pairs[index]
            let longer = pairs[index + 1]
            let joined = Pair(frequency: longer.frequency, lengthClass: shorter.lengthClass)
            let loss = usualScore(joined) - max(usualScore(shorter), usualScore(longer))
            if loss < leastLoss {
                leastLoss = loss
                best = index
            }
        }
        pairs[best].frequency = pairs[best + 1].frequency
        pairs.remove(at: best + 1)
    }

    private func usualScore(_ pair: Pair) -> Float {
        let frequency = Float(pair.frequency)
        return frequency / (frequency + lengths.usualClassNorms[Int(pair.lengthClass)])
    }
}
