// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of German.
    static let german = LanguageVocabulary(
        stopWords: """
            aber als also am an auch auf aus bei bin bis bist da damit dann das dass dein dem den denn der des dich die \
            dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es euch \
            euer für habe haben hat hatte hatten hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ist jede \
            jedem jeden jeder jedes jener kein keine keinem keinen mein mich mir mit nach nicht noch nun nur ob oder \
            ohne sehr sein seine seinem seinen seiner selbst sich sie sind so solche sondern um und uns unser unter vom \
            von vor war waren was weil weiter wenn wer werde werden wie wieder wir wird wo wurde wurden zu zum zur zwar \
            zwischen über
            """,
        probes: """
            häuser verwaltungen möglichkeiten freundlichkeit aufeinanderfolgenden größeren wissenschaftlichen \
            arbeitslosigkeit kategorische gesprächige bäumen schönsten versicherungsnehmers straßen lesungen kindheit
            """)
}
