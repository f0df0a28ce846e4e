// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@testable import _CorpusFiles

struct HTMLTextTests {
    @Test(
        "gives what a reader sees",
        arguments: [
            ("a <b>b</b>c", "a bc"),
            ("<p>one</p><p>two<br>three</p>", "one\ntwo\nthree"),
            ("<ul><li>a<li>b</ul>after", "a\nb\nafter"),
            ("<tr><td>1</td><td>2</td></tr><tr><td>3", "1 2\n3"),
            ("  a \n\t b  ", "a b"),
            ("<pre>a\n  b</pre>c\nd", "a\nb\nc d"),
            ("a<!-- <p> -->b", "ab"),
            ("a<!-->b", "ab"),
            ("a<!--->b", "ab"),
            ("a<!doctype html>b<?php x ?>c", "abc"),
            ("a<script>if (a < b) '</p>'</script>b", "ab"),
            ("a<SCRIPT>x</scripty></script >b", "ab"),
            ("a<style>p { }</STYLE>b", "ab"),
            ("<a href=\"x>y\" title='>'>a</a>", "a"),
            ("<a href=x'y>a</a> isn't", "a isn't"),
            ("<a href=x=\"y>a</a> \"b\"", "a \"b\""),
            ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"),
            ("a</>b</ c>d", "abd"),
            ("AT&T &amp;amp; &lt;p&gt;", "AT&T &amp; <p>"),
            ("<title>gone</title>text", "text"),
            ("", ""),
        ]
    )
    func text(html: String, expected: String) {
        #expect(HTMLText(Array(html.utf8)).text == expected)
    }

    @Test(
        "reads broken markup as browsers do",
        arguments: [
            ("a<", "a<"), ("a</", "a</"), ("a<b", "a"), ("a<b c=\"d>e", "a"), ("a<!--b", "a"), ("a<!", "a"),
            ("a<script>b", "a"), ("a&", "a&"), ("a&#", "a&#"), ("a&#x", "a&#x"), ("</pre>a\nb", "a b"),
            ("</title>a", "a"),
        ]
    )
    func brokenMarkup(html: String, expected: String) {
        #expect(HTMLText(Array(html.utf8)).text == expected)
    }

    @Test(
        "the title is the first title element",
        arguments: [
            ("<head><TITLE>\n One\n two </TITLE><body>x", "One two"),
            ("<title>One</title><svg><title>Two</title></svg>", "One"),
            ("<title>Left open<body><p>x", "Left open"),
            ("<p>x", ""),
        ]
    )
    func title(html: String, expected: String) {
        #expect(HTMLText(Array(html.utf8)).title == expected)
    }

    @Test(
        "decodes character references by name and number",
        arguments: [
            ("&eacute;&Eacute;&nbsp;&euro;&apos;", "éÉ\u{A0}€'"),
            ("&copy 2024 &hellip &apos", "© 2024 &hellip &apos"),
            ("&#65;&#x42;&#X43;&#68", "ABCD"),
            ("&#0;&#xD800;&#x110000;&#99999999999999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("&#128;&#150;&#x9F;", "€–Ÿ"),
            ("&unknown; &; &#; &#xg; &thetasymx;", "&unknown; &; &#; &#xg; &thetasymx;"),
        ]
    )
    func references(html: String, expected: String) {
        #expect(HTMLText(Array(html.utf8)).text == expected)
    }

    @Test("knows every name of HTML 4 by the character that Python gives it")
    func namedReferences() throws {
        let fixture = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/entities.tsv")
        let lines = try String(contentsOf: fixture, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 252)
        for line in lines {
            let fields = line.split(separator: "\t")
            let reference = HTMLCharacterReference(Array("&\(fields[0]);".utf8)[...])
            #expect(reference.map { String($0.scalar.value) } == String(fields[1]), "\(fields[0])")
        }
    }

    @Test("after any bytes, what follows them is read once all they left open is closed", arguments: [UInt64](1...8))
    func randomBytes(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let pieces = [
            "<", ">", "&", ";", "#", "x", "!", "--", "/", "=", "\"", "'", "script", "style", "title", "pre", "p", "br",
            " ",
            "\n", "é", "amp", "</script>", "<!--", "-->", "&#x", "\u{0}",
        ].map { Array($0.utf8) }
        for _ in 0..<400 {
            var bytes: [UInt8] = []
            for _ in 0..<(generator.next() % 60) {
                let choice = generator.next()
                let piece = pieces[Int(choice >> 8) % pieces.count]
                bytes += choice % 8 == 0 ? [UInt8(truncatingIfNeeded: choice >> 8)] : piece
            }
            // Whatever the bytes leave open is closed behind them, so the last paragraph must be read.
            let closed = bytes + Array("\"\">''>--></script></style></title><p>end".utf8)
            #expect(HTMLText(closed).text.hasSuffix("end"), "\(bytes)")
        }
    }

    @Test(
        "what could be looked at twice is read in linear time",
        .timeLimit(.minutes(1)),
        arguments: [
            "<", "<!--", "<a b=\"", "</", "&", "&#", "&#1", "<script>", "<title>", "<pre>", "<p", "</script", "--!>",
        ]
    )
    func repetition(piece: String) {
        let bytes = Array(String(repeating: piece, count: 50_000).utf8)
        #expect(HTMLText(bytes).text.utf8.count <= bytes.count)
    }

    @Test("reads a large real page", .needsSharedData("documents/html-10k.html"))
    func realPage() throws {
        let page = try Data(contentsOf: SharedData.root.appending(path: "documents/html-10k.html"))
        let text = HTMLText(Array(page)).text
        #expect(text.utf8.count > 4_000)
        #expect(!text.contains("<td"))
        #expect(!text.contains("&nbsp;"))
    }
}
