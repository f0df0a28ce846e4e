// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Romanian.
    static let romanian = LanguageVocabulary(
        stopWords: """
            a acea aceasta această acei aceia acel acela acele acelea acest acesta aceste acestea acești aceștia ai al \
            ale am ar are asta au avea aș așa ați ca care ce cei cel cele ceva chiar cine cu cum când cât câte că căci \
            cărei căror cărui către da dacă dar de deci decât din dintre după ea ei ele era erau este eu fi fie fiind \
            fost fără i la le lor lui mai mea mei mele meu mă ne nici nimic noastră noi nostru nu o or ori pe pentru \
            prin sa sale sau se su sub sunt să te tot tu un una unei unele unor unui va voi vor vă îi îl îmi în între \
            își și
            """,
        probes: """
            naționalitatea muncitorilor cântaseră posibilități importanței bibliotecile scriind universitare prieteniei \
            dezvoltare guvernelor libertății frumoasele cercetător
            """,
        respelledLetters: ["ș": "ş", "ț": "ţ"])
}
