// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Swedish.
    static let swedish = LanguageVocabulary(
        stopWords: """
            alla allt att av blev bli blir blivit de dem den denna deras dess dessa det detta dig din dina ditt du där \
            då efter ej eller en er era ert ett från för ha hade han hans har henne hennes hon honom hur här i icke \
            ingen inom inte jag ju kan kunde man med mellan men mig min mina mitt mot mycket ni nu när någon något några \
            och om oss på samma sedan sig sin sina sitt själv skulle som så sådan till under upp ut utan vad var vara \
            varför varit varje vars vart vem vi vid vilka vilken vilket vår våra vårt än är åt över
            """,
        probes: """
            verksamheterna möjligheter undersökning friheten kungörelse löpande barnets snabbare vänskaplig arbetslöshet \
            städernas läsningen ansökningar kärleken jaktkarlarnas
            """)
}
