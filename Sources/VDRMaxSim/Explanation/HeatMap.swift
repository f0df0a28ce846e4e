// SPDX-License-Identifier: Apache-2.0

/// How a similarity map is drawn: as colours over a page image, or as a picture to lay over one.
///
/// ```swift
/// let map = try SimilarityMap(of: query, on: page, grid: PageGrid(rows: 32, columns: 32))
/// let png = try HeatMap().drawn(map, over: image).pngEncoded()
/// ```
public struct HeatMap: Hashable, Sendable {
    /// The colours of the values.
    public var colors: ColorScale

    /// How much the colours cover the page, from 0, not at all, to 1, wholly.
    public var opacity: Float

    /// How patches become pixels.
    public var interpolation: Interpolation

    /// The values that have the first and the last colour; `nil` for the least and the greatest of each map.
    public var range: ClosedRange<Float>?

    /// How patches become pixels.
    public enum Interpolation: Hashable, Sendable {
        /// Every pixel has the value of its patch: the patches are seen as what they are.
        case nearest
        /// Between the centres of four patches values change evenly; beyond the outermost centres they stay.
        case bilinear
    }

    /// Creates a way to draw.
    ///
    /// - Parameters:
    ///   - colors: The colours of the values.
    ///   - opacity: How much the colours cover the page, of 0...1.
    ///   - interpolation: How patches become pixels.
    ///   - range: The values that have the first and the last colour; `nil` for the least and the greatest of each map.
    ///     Give one to compare maps.
    public init(
        colors: ColorScale = .viridis, opacity: Float = 0.5, interpolation: Interpolation = .bilinear,
        range: ClosedRange<Float>? = nil
    ) {
        self.colors = colors
        self.opacity = opacity
        self.interpolation = interpolation
        self.range = range
    }

    /// Draws a map over a page.
    ///
    /// - Parameters:
    ///   - map: The map; its grid covers the whole page.
    ///   - page: The page.
    /// - Returns: A picture of the page's size and format. Where the page is transparent, the map's colours have their
    ///   own opacity.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter` where the opacity is not of 0...1.
    /// - Complexity: O(pixels).
    public func drawn(_ map: SimilarityMap, over page: PixelRaster) throws(MaxSimError) -> PixelRaster {
        try checkOpacity()
        var bytes = page.bytes
        let components = page.format.rawValue
        var start = 0
        forEachPixel(of: map, width: page.width, height: page.height) { color in
            blend(color.red, color.green, color.blue, over: &bytes, at: start, format: page.format)
            start += components
        }
        return try PixelRaster(bytes, width: page.width, height: page.height, format: page.format)
    }

    /// Draws a map alone, to be laid over a page by whoever shows it.
    ///
    /// - Parameters:
    ///   - map: The map.
    ///   - width: The pixels from left to right, of 1...16,384.
    ///   - height: The pixels from top to bottom, of 1...16,384.
    /// - Returns: A picture of format `rgba`; every pixel has the opacity of this heat map.
    /// - Throws: A ``MaxSimError`` of code `invalidParameter`.
    /// - Complexity: O(pixels).
    public func drawn(_ map: SimilarityMap, width: Int, height: Int) throws(MaxSimError) -> PixelRaster {
        try checkOpacity()
        try PixelRaster.check(width: width, height: height)
        let alpha = UInt8((opacity * 255).rounded())
        var bytes: [UInt8] = []
        bytes.reserveCapacity(width * height * 4)
        forEachPixel(of: map, width: width, height: height) { color in
            bytes.append(color.red)
            bytes.append(color.green)
            bytes.append(color.blue)
            bytes.append(alpha)
        }
        return try PixelRaster(bytes, width: width, height: height, format: .rgba)
    }

    private func checkOpacity() throws(MaxSimError) {
        guard (0...1).contains(opacity) else {
            throw MaxSimError(.invalidParameter, "an opacity of \(opacity); give 0...1")
        }
    }

    /// Puts a colour over a pixel (Porter, Duff 1984, doi:10.1145/964965.808606).
    private func blend(
        _ red: UInt8, _ green: UInt8, _ blue: UInt8, over bytes: inout [UInt8], at start: Int,
        format: PixelRaster.Format
    ) {
        let below = format == .rgb ? 1 - opacity : Float(bytes[start + 3]) / 255 * (1 - opacity)
        let alpha = opacity + below
        guard alpha > 0 else { return }
        func mixed(_ above: UInt8, _ page: UInt8) -> UInt8 {
            UInt8(((Float(above) * opacity + Float(page) * below) / alpha).rounded())
        }
        bytes[start] = mixed(red, bytes[start])
        bytes[start + 1] = mixed(green, bytes[start + 1])
        bytes[start + 2] = mixed(blue, bytes[start + 2])
        if format == .rgba { bytes[start + 3] = UInt8((alpha * 255).rounded()) }
    }
}
