// SPDX-License-Identifier: Apache-2.0
import RAGCore
import TestSupport
import Testing

@testable import HybridSearch

struct LanguageAnalyzerTests {
    @Test(
        "forms of a word meet in one term",
        arguments: [
            (Language.catalan, "treballadors treballadora"), (.danish, "muligheder mulighed muligheden"),
            (.dutch, "mogelijkheden mogelijkheid"), (.finnish, "talossa talosta talon"),
            (.french, "national nationale nationaux"), (.german, "Häuser Hauses Haus"),
            (.greek, "βιβλία βιβλίων"),
            (.hungarian, "házakban házak házakból"), (.italian, "lavoratore lavoratori lavoratrice"),
            (.norwegian, "muligheter muligheten mulighet"), (.portuguese, "trabalhadores trabalhador trabalhadora"),
            (.romanian, "posibilitate posibilități posibilitatea"), (.russian, "книга книги книгами"),
            (.spanish, "trabajadores trabajador trabajadora"), (.swedish, "möjligheter möjligheten möjlighet"),
            (.turkish, "kitaplar kitapları kitaplardan"),
        ])
    func conflates(language: Language, forms: String) throws {
        let terms = try LanguageAnalyzer(language).terms(in: forms)
        #expect(terms.count == forms.split(separator: " ").count)
        #expect(Set(terms).count == 1, "\(terms)")
    }

    @Test(
        "function words are dropped",
        arguments: [
            (Language.catalan, "El gat és a la casa", 2), (.danish, "Katten er i huset og sover", 3),
            (.dutch, "De kat zit in het huis", 3), (.finnish, "Kissa on talossa ja nukkuu", 3),
            (.french, "Le chat est dans la maison", 2), (.german, "Die Katze ist in dem Haus und schläft", 3),
            (.greek, "Η γάτα είναι στο σπίτι", 2), (.hungarian, "A macska a házban van", 2),
            (.italian, "Il gatto è nella casa", 2), (.norwegian, "Katten er i huset og sover", 3),
            (.portuguese, "O gato está na casa", 2), (.romanian, "Pisica este în casă", 2),
            (.russian, "Кошка была в доме", 2), (.spanish, "El gato está en la casa", 2),
            (.swedish, "Katten är i huset och sover", 3), (.turkish, "Kedi ve köpek bu evde", 3),
        ])
    func dropsStopWords(language: Language, sentence: String, count: Int) throws {
        let analyzer = try LanguageAnalyzer(language)
        #expect(analyzer.terms(in: sentence).count == count, "\(analyzer.terms(in: sentence))")
        #expect(analyzer.terms(in: sentence.uppercased()).count == count || language == .turkish)
    }

    @Test("every language is large enough to be of use, and its words are in lower case", arguments: Language.allCases)
    func vocabulary(language: Language) {
        let vocabulary = language.vocabulary
        #expect(vocabulary.stopWords.count >= 75)
        #expect(vocabulary.probes.count >= 12)
        #expect(Set(vocabulary.stopWords).count == vocabulary.stopWords.count)
        for word in vocabulary.stopWords + vocabulary.elidedWords + vocabulary.probes {
            #expect(word.unicodeScalars.allSatisfy { $0.properties.isLowercase || $0 == "·" }, "\(word)")
        }
    }

    @Test(
        "an elided article is no part of its word",
        arguments: [
            (Language.french, "l'avion", "avion"), (.french, "L’AVION", "avion"), (.french, "qu'elles", ""),
            (.italian, "dell'università", "università"), (.catalan, "l'home", "home"),
            (.french, "aujourd'hui", "aujourd'hui"),
        ])
    func elision(language: Language, text: String, word: String) throws {
        let analyzer = try LanguageAnalyzer(language)
        #expect(analyzer.terms(in: text) == (word.isEmpty ? [] : [analyzer.term(for: word)]))
    }

    @Test("a word without its accents, or decomposed, finds itself")
    func accents() throws {
        let french = try LanguageAnalyzer(.french)
        #expect(french.terms(in: "ÉTAT") == french.terms(in: "ETAT"))
        #expect(french.terms(in: "E\u{301}tat") == french.terms(in: "état"))
        let german = try LanguageAnalyzer(.german)
        #expect(german.terms(in: "STRASSE") == german.terms(in: "Straße"))
        let turkish = try LanguageAnalyzer(.turkish)
        #expect(turkish.terms(in: "IŞIK İZMİR") == turkish.terms(in: "ışık izmir"))
    }

    @Test("the beginning of a word is folded as the stems are, and not cut")
    func prefixes() throws {
        let french = try LanguageAnalyzer(.french)
        #expect(french.termPrefix(of: "l'Écol") == "ecol")
        #expect(try #require(french.term(for: "écologie")).hasPrefix("ecol"))
        #expect(EnglishAnalyzer().termPrefix(of: "Foo Runni") == "runni")
        #expect(StandardAnalyzer().termPrefix(of: "?!") == nil)
    }

    @Test("scripts without spaces are found in every language", arguments: Language.allCases)
    func unspaced(language: Language) throws {
        let analyzer = try LanguageAnalyzer(language)
        #expect(analyzer.terms(in: "東京", for: .query) == ["東京"])
        #expect(Set(analyzer.terms(in: "全文検索")).isSuperset(of: analyzer.terms(in: "検索", for: .query)))
    }

    @Test("the identity names the language and what the stemmer makes of its words")
    func identity() throws {
        var fingerprints: Set<Substring> = []
        for language in Language.allCases {
            let identity = try LanguageAnalyzer(language).identity
            #expect(identity == (try LanguageAnalyzer(language)).identity)
            let match = try #require(identity.wholeMatch(of: /([a-z]+)\/1-([0-9a-f]{8})/))
            #expect(match.1 == language.rawValue)
            fingerprints.insert(match.2)
        }
        #expect(fingerprints.count == Language.allCases.count)
        #expect(StemFingerprint.fingerprint(of: ["ab", "c"]) != StemFingerprint.fingerprint(of: ["a", "bc"]))
        #expect(StemFingerprint.fingerprint(of: ["a"]) != StemFingerprint.fingerprint(of: ["b"]))
    }

    @Test("every probe matters to the fingerprint", arguments: Language.allCases)
    func fingerprint(language: Language) {
        let probes = language.vocabulary.probes.map(String.init)
        for index in probes.indices {
            var changed = probes
            changed[index].removeLast()
            #expect(StemFingerprint.fingerprint(of: changed) != StemFingerprint.fingerprint(of: probes))
        }
    }

    @Test("threads that share an analyser get the same terms")
    func isThreadSafe() async throws {
        let analyzer = try LanguageAnalyzer(.german)
        let words = Language.allCases.flatMap(\.vocabulary.probes).map(String.init)
        let expected = words.map { analyzer.term(for: $0) }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<50).allSatisfy { _ in words.map { analyzer.term(for: $0) } == expected }
                }
            }
            for await isEqual in group { #expect(isEqual) }
        }
    }
}

struct TextAnalyzersTests {
    @Test("every name gives the analyser of that name", arguments: TextAnalyzers.names)
    func names(name: String) throws {
        let analyzer = try TextAnalyzers.named(name)
        #expect(analyzer.identity.hasPrefix("\(name)/"))
        #expect(try TextAnalyzers.named(analyzer.identity).identity == analyzer.identity)
    }

    @Test("there are more than twelve languages, and what is mixed, English and code")
    func count() {
        #expect(TextAnalyzers.names.count == 19)
        #expect(TextAnalyzers.names == TextAnalyzers.names.sorted())
    }

    @Test("an unknown name is refused with those that are known", arguments: ["", "klingon", "German", "/1"])
    func unknownName(name: String) {
        let error = #expect(throws: HybridSearchError.self) { try TextAnalyzers.named(name) }
        #expect(error?.code == .invalidParameter)
        #expect(error?.message.contains("catalan, code, danish") == true)
    }

    @Test("what a query asks for is in a document of the same text, at the same places", arguments: TextAnalyzers.names)
    func queriesFindThemselves(name: String) throws {
        let analyzer = try TextAnalyzers.named(name)
        var generator = SplitMix64(seed: 17)
        for _ in 0..<2_000 {
            let text = RandomText.unicode(upTo: 12, using: &generator)
            let document = Set(AnalyzedText(text, by: analyzer).tokens.map { Placed($0.text, $0.place) })
            let query = AnalyzedText(text, by: analyzer, for: .query).tokens
            #expect(document.isSuperset(of: query.map { Placed($0.text, $0.place) }), "\(text)")
            #expect(document.isEmpty == query.isEmpty, "\(text)")
            #expect(query.map(\.place.position) == query.map(\.place.position).sorted())
            for token in query {
                #expect(
                    !token.text.isEmpty && token.place.start < token.place.end && token.place.end <= text.utf8.count)
                #expect(analyzer.term(for: token.text)?.isEmpty != true)
            }
        }
    }

    @Test("an index made with other stems is refused")
    func refusesOtherStems() throws {
        let folder = try TemporaryFolder()
        var writer = try IndexWriter(IndexConfiguration(analyzer: RenamedAnalyzer(identity: "german/1-00000000")))
        try writer.add(Document(id: "1", text: "Häuser"))
        try writer.commit().save(to: folder.path("index"))
        let error = #expect(throws: HybridSearchError.self) {
            try IndexSnapshot(openingAt: folder.path("index"), analyzer: try LanguageAnalyzer(.german))
        }
        #expect(error?.code == .analyzerMismatch)
    }

    private struct Placed: Hashable {
        let text: [UInt8]
        let place: TokenPlace

        init(_ text: String, _ place: TokenPlace) {
            self.text = Array(text.utf8)
            self.place = place
        }
    }

    private struct RenamedAnalyzer: TextAnalyzer {
        let identity: String

        func forEachToken(in text: String, for use: TextUse, _ receive: (Span<UInt8>, TokenPlace) -> Void) {
            StandardAnalyzer().forEachToken(in: text, for: use, receive)
        }

        func term(for token: String) -> String? { token }
    }
}
