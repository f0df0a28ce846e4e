// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Norwegian.
    static let norwegian = LanguageVocabulary(
        stopWords: """
            alle at av bare begge ble blei bli blir både da de deg dei deim deira deires dem den denne der dere deres \
            det dette di din disse ditt du dykk ein eit eitt eller en enn er et ett etter for fordi fra frå før ha hadde \
            han hans har hennar henne hennes her hjå ho hoe hos hun hva hvem hver hvilke hvilken hvis hvor hvorfor i \
            ikke ikkje ingen inn ja jeg kan kom korleis kun kunne kva kvar kven man mange me med medan meg meget men mi \
            min mine mitt mot mykje må ned no noe noen nokon nokre når og også om opp oss over på samme seg selv si \
            sidan sin sine sitt sjøl skal skulle slik so som så til um under upp ut uten var vart vere verte vi vil \
            ville vore vår være vært å
            """,
        probes: """
            virksomhetene muligheter undersøkelse friheten kunngjørelse løpende barnets raskere vennskapelig \
            arbeidsløshet byenes lesingen søknader kjærligheten havnedistriktene
            """)
}
