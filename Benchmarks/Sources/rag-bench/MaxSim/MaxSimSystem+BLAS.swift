// SPDX-License-Identifier: Apache-2.0
import CPeerBLAS
import VDRMaxSim

extension MaxSimSystem {
    /// What one would write without this package: a matrix product for each document, then the maximum of each column.
    ///
    /// The loop over the columns is the inner one, so that the compiler turns it into vector instructions.
    static var blas: MaxSimSystem {
        let version = unsafe String(cString: peer_blas_description())
        return MaxSimSystem(name: "BLAS product and maximum fp32", version: version, threads: 1) { work in
            let offsets = work.documents.offsets
            let longest = zip(offsets.dropFirst(), offsets).map(-).max() ?? 0
            let queryRows = work.queries.map(\.rowCount).max() ?? 0
            var products = [Float](repeating: 0, count: longest * queryRows)
            return {
                work.queries.map { query in
                    var maxima = [Float](repeating: 0, count: query.rowCount)
                    return (0..<work.documents.count).map { document in
                        let rows = offsets[document]..<offsets[document + 1]
                        return score(
                            query.values.span, work.values.span, rows: rows, dimension: query.dimension,
                            &products, &maxima)
                    }
                }
            }
        }
    }

    private static func score(
        _ query: Span<Float>, _ documents: Span<Float>, rows: Range<Int>, dimension: Int, _ products: inout [Float],
        _ maxima: inout [Float]
    ) -> Float {
        let columns = maxima.count
        let document = documents.extracting((rows.lowerBound * dimension)..<(rows.upperBound * dimension))
        unsafe document.withUnsafeBufferPointer { document in
            unsafe query.withUnsafeBufferPointer { query in
                unsafe cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows.count), Int32(columns), Int32(dimension), 1,
                    document.baseAddress, Int32(dimension), query.baseAddress, Int32(dimension), 0, &products,
                    Int32(columns))
            }
        }
        for column in 0..<columns { maxima[column] = -.infinity }
        let products = products.span
        var running = maxima.mutableSpan
        for row in 0..<rows.count {
            for column in 0..<columns { running[column] = max(running[column], products[row * columns + column]) }
        }
        return maxima.reduce(0, +)
    }
}
