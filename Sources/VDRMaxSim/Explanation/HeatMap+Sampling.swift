// SPDX-License-Identifier: Apache-2.0

extension HeatMap {
    /// Gives the colour of each pixel, row by row from the top.
    ///
    /// - Parameters:
    ///   - map: The map.
    ///   - width: The pixels from left to right.
    ///   - height: The pixels from top to bottom.
    ///   - body: Receives each colour.
    /// - Complexity: O(pixels).
    func forEachPixel(
        of map: SimilarityMap, width: Int, height: Int, _ body: (ColorScale.Color) -> Void
    ) {
        let values = map.normalized(from: range).values
        let colors = (0...255).map { self.colors.color(at: Float($0) / 255) }
        let across = samples(of: map.columns, at: width)
        for down in samples(of: map.rows, at: height) {
            let (upper, lower) = (down.first * map.columns, down.second * map.columns)
            for place in across {
                let top = Self.mix(values[upper + place.first], values[upper + place.second], place.weight)
                let bottom = Self.mix(values[lower + place.first], values[lower + place.second], place.weight)
                body(colors[Int((Self.mix(top, bottom, down.weight) * 255).rounded())])
            }
        }
    }

    /// Two neighbouring patches along one side, and how much the second counts.
    private struct Sample {
        var first: Int
        var second: Int
        var weight: Float
    }

    /// Which patches each pixel along one side is a mixture of.
    private func samples(of patches: Int, at pixels: Int) -> [Sample] {
        (0..<pixels).map { pixel in
            // The pixel's centre, measured in patches from the border.
            let place = (Double(pixel) + 0.5) * Double(patches) / Double(pixels)
            switch interpolation {
            case .nearest:
                let patch = min(Int(place), patches - 1)
                return Sample(first: patch, second: patch, weight: 0)
            case .bilinear:
                let inside = min(max(place - 0.5, 0), Double(patches - 1))
                let patch = Int(inside)
                return Sample(
                    first: patch, second: min(patch + 1, patches - 1), weight: Float(inside - Double(patch)))
            }
        }
    }

    private static func mix(_ first: Float, _ second: Float, _ weight: Float) -> Float {
        first + (second - first) * weight
    }
}
