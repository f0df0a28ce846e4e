// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Portuguese.
    static let portuguese = LanguageVocabulary(
        stopWords: """
            a ao aos aquela aquelas aquele aqueles aquilo as até com como da das de dela delas dele deles depois do dos \
            e ela elas ele eles em entre era eram essa essas esse esses esta estas este estes está estão eu foi foram há \
            isso isto já lhe lhes mais mas me mesmo meu meus minha minhas muito na nas nem no nos nossa nossas nosso \
            nossos num numa não nós o os ou para pela pelas pelo pelos por qual quando que quem se seja sem ser será seu \
            seus sua suas são só também te tem teu teus tinha tu tua tuas têm um uma você vocês vos à às é
            """,
        probes: """
            nacionalidade trabalhadoras rapidamente cantávamos possibilidades importância universidades amizades \
            descobrimentos escrevendo lógicas organizações abandonada quiséramos bonitos liberdade
            """)
}
