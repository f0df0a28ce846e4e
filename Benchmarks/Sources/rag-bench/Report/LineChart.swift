// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Lines over two logarithmic axes, as an image that any browser draws.
struct LineChart {
    /// The points of one system, by ascending `x`.
    struct Series {
        var name: String
        var points: [(x: Double, y: Double)]
    }

    /// What is shown.
    var title: String

    /// What the horizontal axis counts.
    var horizontal: String

    /// What the vertical axis measures, with its unit.
    var vertical: String

    /// The lines.
    var series: [Series]

    private static let size = (width: 720.0, height: 400.0)
    private static let frame = (left: 70.0, right: 560.0, top: 40.0, bottom: 350.0)
    /// Colours that stay apart for colour-blind readers (Wong 2011, doi:10.1038/nmeth.1618).
    private static let colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

    /// The image as SVG.
    var svg: String {
        let points = series.flatMap(\.points)
        guard let horizontalScale = LogarithmicScale(points.map(\.x), from: Self.frame.left, to: Self.frame.right),
            let verticalScale = LogarithmicScale(points.map(\.y), from: Self.frame.bottom, to: Self.frame.top)
        else { return "" }
        var parts = [
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Self.size.width.short) \(Self.size.height.short)" \
            font-family="sans-serif" font-size="12">
            """,
            "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
            Self.text(title, x: Self.frame.left, y: 22, attributes: "font-size=\"14\" font-weight=\"bold\""),
        ]
        parts += horizontalScale.ticks.map { tick in
            let x = horizontalScale.place(of: tick)
            return Self.line(x, Self.frame.top, x, Self.frame.bottom)
                + Self.text(tick.short, x: x, y: Self.frame.bottom + 18, attributes: "text-anchor=\"middle\"")
        }
        parts += verticalScale.ticks.map { tick in
            let y = verticalScale.place(of: tick)
            return Self.line(Self.frame.left, y, Self.frame.right, y)
                + Self.text(tick.short, x: Self.frame.left - 8, y: y + 4, attributes: "text-anchor=\"end\"")
        }
        parts.append(
            Self.text(
                horizontal, x: (Self.frame.left + Self.frame.right) / 2, y: Self.frame.bottom + 38,
                attributes: "text-anchor=\"middle\""))
        let middle = (Self.frame.top + Self.frame.bottom) / 2
        parts.append(
            Self.text(
                vertical, x: 18, y: middle, attributes: "text-anchor=\"middle\" transform=\"rotate(-90 18 \(middle))\"")
        )
        parts += curves(horizontalScale, verticalScale)
        return parts.joined(separator: "\n") + "\n</svg>\n"
    }

    private func curves(_ horizontal: LogarithmicScale, _ vertical: LogarithmicScale) -> [String] {
        series.enumerated().flatMap { index, series in
            let color = Self.colors[index % Self.colors.count]
            let places = series.points.map { (horizontal.place(of: $0.x), vertical.place(of: $0.y)) }
            let corners = places.map { "\(Self.number($0)),\(Self.number($1))" }.joined(separator: " ")
            let marks = places.map {
                "<circle cx=\"\(Self.number($0))\" cy=\"\(Self.number($1))\" r=\"3\" fill=\"\(color)\"/>"
            }
            let y = Self.frame.top + 14 + 20 * Double(index)
            let x = Self.frame.right + 16
            return ["<polyline points=\"\(corners)\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"2\"/>"] + marks
                + [
                    "<rect x=\"\(x)\" y=\"\(y - 9)\" width=\"10\" height=\"10\" fill=\"\(color)\"/>",
                    Self.text(series.name, x: x + 16, y: y),
                ]
        }
    }

    private static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" stroke=\"#ddd\"/>"
    }

    private static func text(_ text: String, x: Double, y: Double, attributes: String = "") -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" \(attributes)>\(text)</text>"
    }

    private static func number(_ value: Double) -> String { String(format: "%.1f", value) }
}
