// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import VDRMaxSim

struct HeatMapTests {
    private func reds(_ picture: PixelRaster) -> [UInt8] {
        stride(from: 0, to: picture.bytes.count, by: picture.format.rawValue).map { picture.bytes[$0] }
    }

    private func noise(width: Int, height: Int, format: PixelRaster.Format) throws -> PixelRaster {
        var generator = SplitMix64(seed: 6)
        let bytes = (0..<width * height * format.rawValue).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
        return try PixelRaster(bytes, width: width, height: height, format: format)
    }

    @Test(
        "a picture comes back from its file, pixel by pixel",
        arguments: [(1, 1), (3, 2), (1, 300), (257, 5)], [PixelRaster.Format.rgb, .rgba])
    func png(size: (width: Int, height: Int), format: PixelRaster.Format) throws {
        let picture = try noise(width: size.width, height: size.height, format: format)
        #expect(try PNGReader.decode(picture.pngEncoded()) == picture)
    }

    @Test("nearest patches are blocks, also where the sides do not divide evenly")
    func nearest() throws {
        let map = try SimilarityMap([0, 1, 1, 0], rows: 2, columns: 2)
        let drawing = HeatMap(colors: .gray, opacity: 1, interpolation: .nearest)
        let picture = try drawing.drawn(map, width: 5, height: 3)
        #expect(picture.format == .rgba)
        // The middle column and the middle row lie in the second patch.
        #expect(
            reds(picture) == [
                0, 0, 255, 255, 255,
                255, 255, 0, 0, 0,
                255, 255, 0, 0, 0,
            ])
        #expect(stride(from: 3, to: 60, by: 4).allSatisfy { picture.bytes[$0] == 255 })
    }

    @Test("bilinear values are those of the patches at their centres, even between, constant beyond")
    func bilinear() throws {
        let map = try SimilarityMap([0, 1], rows: 1, columns: 2)
        let picture = try HeatMap(colors: .gray, opacity: 1).drawn(map, width: 8, height: 2)
        // Centres at 2 and 6 pixels; the pixels' centres are at halves.
        let row: [UInt8] = [0, 0, 32, 96, 159, 223, 255, 255]
        #expect(reds(picture) == row + row)
    }

    @Test("as many pixels as patches show every patch as it is, whatever lies between")
    func samePixels() throws {
        let values = (0..<12).map { Float($0 * 7 % 12) / 11 }
        let map = try SimilarityMap(values, rows: 3, columns: 4)
        let expected = values.map { UInt8(($0 * 255).rounded()) }
        for interpolation in [HeatMap.Interpolation.nearest, .bilinear] {
            let drawing = HeatMap(colors: .gray, opacity: 1, interpolation: interpolation)
            #expect(reds(try drawing.drawn(map, width: 4, height: 3)) == expected)
        }
    }

    @Test("a page shows through by the opacity, and a transparent page takes that of the map")
    func overlay() throws {
        let map = try SimilarityMap([0, 1], rows: 1, columns: 2)
        func bytes(_ page: [UInt8], _ format: PixelRaster.Format, opacity: Float) throws -> [UInt8] {
            try HeatMap(colors: .gray, opacity: opacity)
                .drawn(map, over: PixelRaster(page, width: 2, height: 1, format: format)).bytes
        }
        let page: [UInt8] = [100, 200, 40, 100, 200, 40]
        #expect(try bytes(page, .rgb, opacity: 0) == page)
        #expect(try bytes(page, .rgb, opacity: 1) == [0, 0, 0, 255, 255, 255])
        #expect(try bytes(page, .rgb, opacity: 0.25) == [75, 150, 30, 139, 214, 94])
        let transparent: [UInt8] = [100, 200, 40, 0, 100, 200, 40, 255]
        #expect(try bytes(transparent, .rgba, opacity: 0.25) == [0, 0, 0, 64, 139, 214, 94, 255])
        #expect(try bytes(transparent, .rgba, opacity: 0) == transparent)
    }

    @Test("one range for several maps makes their colours comparable")
    func commonRange() throws {
        let weak = try SimilarityMap([0, 1], rows: 1, columns: 2)
        let own = HeatMap(colors: .gray, opacity: 1)
        let common = HeatMap(colors: .gray, opacity: 1, range: 0...4)
        #expect(reds(try own.drawn(weak, width: 2, height: 1)) == [0, 255])
        #expect(reds(try common.drawn(weak, width: 2, height: 1)) == [0, 64])
    }

    @Test("sizes, opacities and pages that fit no picture are refused")
    func refusals() throws {
        let map = try SimilarityMap([0, 1], rows: 1, columns: 2)
        func refused(_ body: () throws -> Void) -> Bool {
            do { try body() } catch { return (error as? MaxSimError)?.code == .invalidParameter }
            return false
        }
        for (width, height) in [(0, 1), (1, 0), (-1, 1), (16_385, 1), (1, 16_385)] {
            #expect(refused { _ = try HeatMap().drawn(map, width: width, height: height) })
        }
        for opacity in [-0.1, 1.1, Float.nan] {
            #expect(refused { _ = try HeatMap(opacity: opacity).drawn(map, width: 2, height: 1) })
        }
        #expect(refused { _ = try PixelRaster([1, 2, 3], width: 1, height: 1, format: .rgba) })
        #expect(refused { _ = try ColorScale(stops: []) })
    }
}

struct ColorScaleTests {
    @Test("has its stops at equal steps and mixes between them")
    func stops() throws {
        let scale = try ColorScale(stops: [
            .init(red: 0, green: 0, blue: 0), .init(red: 100, green: 0, blue: 10), .init(red: 0, green: 50, blue: 10),
        ])
        #expect(scale.color(at: 0.5) == scale.stops[1])
        #expect(scale.color(at: 0.25) == .init(red: 50, green: 0, blue: 5))
        #expect(scale.color(at: -1) == scale.stops[0])
        #expect(scale.color(at: 2) == scale.stops[2])
    }

    @Test("viridis grows brighter at an even pace, from its darkest violet to its yellow")
    func viridis() {
        /// CIE lightness of sRGB.
        func lightness(_ color: ColorScale.Color) -> Double {
            func linear(_ component: UInt8) -> Double {
                let value = Double(component) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            let luminance = 0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
            return luminance > 0.008856 ? 116 * pow(luminance, 1 / 3.0) - 16 : 903.3 * luminance
        }
        let steps = (0...32).map { lightness(ColorScale.viridis.color(at: Float($0) / 32)) }
        let pace = (steps[32] - steps[0]) / 32
        #expect(ColorScale.viridis.color(at: 0) == .init(red: 0x44, green: 0x01, blue: 0x54))
        #expect(ColorScale.viridis.color(at: 1) == .init(red: 0xFD, green: 0xE7, blue: 0x25))
        for (lower, upper) in zip(steps, steps.dropFirst()) {
            #expect(upper - lower > 0.6 * pace && upper - lower < 1.6 * pace)
        }
    }
}
