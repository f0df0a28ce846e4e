// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import _RAGKernels

extension RAGKernelsTests {
    struct ConversionTests {
        /// Values of every exponent, ties of every rounding, and the special ones.
        static let floats: [Float] = {
            var generator = SplitMix64(seed: 3)
            var values: [Float] = [0, -0.0, .infinity, -.infinity, .leastNonzeroMagnitude, 65_504, 65_520]
            let fractions: [UInt32] = [
                0, 1, 0xFFF, 0x1000, 0x1001, 0x3000, 0x7FFF, 0x8000, 0x8001, 0x1_8000, 0x7F_FFFF,
            ]
            for exponent in 0..<UInt32(255) {
                for fraction in fractions {
                    values.append(Float(bitPattern: exponent << 23 | fraction))
                    values.append(-Float(bitPattern: exponent << 23 | fraction))
                }
                values.append(Float(bitPattern: exponent << 23 | UInt32(generator.next() >> 41)))
            }
            return values
        }()

        @Test("fp32 to fp16 and back equals Swift's own conversion for every kind of value")
        func halves() {
            RAGKernelsTests.atEveryLevel { level in
                var halves = [UInt16](repeating: 0, count: Self.floats.count)
                unsafe rag_convert_f32_to_f16(Self.floats, Self.floats.count, &halves)
                for (value, bits) in zip(Self.floats, halves) {
                    #expect(bits == Float16(value).bitPattern, "\(value) at level \(level)")
                }
                let all = (UInt16.min...UInt16.max).filter { !Float16(bitPattern: $0).isNaN }
                var widened = [Float](repeating: 0, count: all.count)
                unsafe rag_convert_f16_to_f32(all, all.count, &widened)
                for (bits, value) in zip(all, widened) {
                    let expected = Float(Float16(bitPattern: bits))
                    #expect(value.bitPattern == expected.bitPattern, "\(bits) at level \(level)")
                }
            }
        }

        @Test("fp32 to bf16 rounds to nearest, ties to even, and keeps NaN")
        func bfloats() {
            RAGKernelsTests.atEveryLevel { level in
                var rounded = [UInt16](repeating: 0, count: Self.floats.count)
                unsafe rag_convert_f32_to_bf16(Self.floats, Self.floats.count, &rounded)
                var back = [Float](repeating: 0, count: Self.floats.count)
                unsafe rag_convert_bf16_to_f32(rounded, rounded.count, &back)
                for (value, result) in zip(Self.floats, back) where value.isFinite && result.isFinite {
                    let below = Float(bitPattern: value.bitPattern & 0xFFFF_0000)
                    let above = Float(bitPattern: below.bitPattern &+ 0x1_0000)
                    let (toBelow, toAbove) = (abs(Double(value) - Double(below)), abs(Double(above) - Double(value)))
                    let isEven = below.bitPattern >> 16 % 2 == 0
                    let expected = toBelow < toAbove || (toBelow == toAbove && isEven) ? below : above
                    #expect(result.bitPattern == expected.bitPattern, "\(value) at level \(level)")
                }
                var bits: UInt16 = 0
                unsafe rag_convert_f32_to_bf16([Float.nan], 1, &bits)
                #expect(Float(bitPattern: UInt32(bits) << 16).isNaN)
            }
        }

        @Test("int8 codes are the nearest multiples of the scale", arguments: [1, 7, 16, 128, 300])
        func codes(dimension: Int) {
            var generator = SplitMix64(seed: UInt64(dimension))
            let rows = 5
            var source = (0..<rows * dimension).map { _ in Float.random(in: -3...3, using: &generator) }
            for position in 0..<dimension { source[position] = 0 }
            RAGKernelsTests.atEveryLevel { level in
                var codes = [Int8](repeating: 99, count: rows * dimension)
                var scales = [Float](repeating: .nan, count: rows)
                unsafe rag_quantize_f32_to_i8(source, rows, dimension, &codes, &scales)
                #expect(scales[0] == 0 && codes[..<dimension].allSatisfy { $0 == 0 })
                for row in 1..<rows {
                    let range = row * dimension..<(row + 1) * dimension
                    #expect(scales[row] == (source[range].map(abs).max() ?? 0) / 127)
                    #expect(codes[range].map { abs(Int($0)) }.max() == 127)
                    for index in range {
                        let error = abs(Float(codes[index]) * scales[row] - source[index])
                        #expect(error <= scales[row] * 0.50001, "level \(level)")
                    }
                }
            }
        }

        @Test("sign bits stand in the order of numpy.packbits", arguments: [1, 8, 9, 64, 100])
        func bits(dimension: Int) {
            let source = (0..<2 * dimension).map { index -> Float in index % 3 == 0 ? 0.5 : -0.5 }
            let rowBytes = (dimension + 7) / 8
            RAGKernelsTests.atEveryLevel { level in
                var bits = [UInt8](repeating: 0xAA, count: 2 * rowBytes)
                unsafe rag_quantize_f32_to_bits(source, 2, dimension, &bits)
                for row in 0..<2 {
                    for position in 0..<rowBytes * 8 {
                        let bit = bits[row * rowBytes + position / 8] >> (7 - position % 8) & 1
                        let expected = position < dimension && source[row * dimension + position] > 0
                        #expect((bit == 1) == expected, "level \(level), position \(position)")
                    }
                }
            }
        }

        @Test("one infinity or NaN among finite values is found", arguments: [1, 2, 7, 16, 33, 100])
        func finite(count: Int) {
            RAGKernelsTests.atEveryLevel { level in
                var values = [Float](repeating: .greatestFiniteMagnitude, count: count)
                #expect(unsafe rag_all_finite_f32(values, count))
                for (index, bad) in [Float.infinity, -.infinity, .nan, -.signalingNaN].enumerated() {
                    values[(index * 31) % count] = bad
                    #expect(unsafe !rag_all_finite_f32(values, count), "\(bad) at level \(level)")
                    values[(index * 31) % count] = 0
                }
            }
        }

        @Test("score tiles fold into maxima and the first rows that have them", arguments: [1, 5, 16, 33])
        func columns(columns: Int) {
            var generator = SplitMix64(seed: UInt64(columns))
            let rows = 20
            let scores = (0..<rows * columns).map { _ in Float(generator.next() % 9) - 12 }
            RAGKernelsTests.atEveryLevel { level in
                var maxima = [Float](repeating: -.infinity, count: columns)
                var argMaxima = maxima
                var bestRows = [Int32](repeating: -1, count: columns)
                unsafe rag_max_columns_f32(scores, rows, columns, &maxima)
                unsafe rag_argmax_columns_f32(scores, rows, columns, 100, &argMaxima, &bestRows)
                for column in 0..<columns {
                    let values = (0..<rows).map { scores[$0 * columns + column] }
                    #expect(maxima[column] == values.max() && argMaxima[column] == values.max(), "level \(level)")
                    #expect(values.firstIndex(of: maxima[column]) == Int(bestRows[column]) - 100, "level \(level)")
                }
            }
        }
    }
}
