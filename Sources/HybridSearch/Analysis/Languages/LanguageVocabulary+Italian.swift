// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Italian.
    static let italian = LanguageVocabulary(
        stopWords: """
            a ad agli ai al alla alle allo anche avere aveva avevano c che chi ci coi col come con contro cui da dagli \
            dai dal dalla dalle dallo degli dei del della delle dello di dove e ed era erano essere fra fu furono gli ha \
            hanno ho i il in io la le lei li lo loro lui ma me mi mia mie miei mio ne negli nei nel nella nelle nello \
            noi non nostra nostre nostri nostro o ogni per perché più quale quali quando quanto quella quelle quelli \
            quello questa queste questi questo se sei si sia siamo siete sono sta stata stato su sua sue sugli sui sul \
            sulla sulle sullo suo suoi te ti tra tu tua tue tuo tuoi tutti tutto un una uno vi voi vostra vostro è
            """,
        elidedWords: "l un d dell all dall nell sull c m t s n v quell quest coll gl",
        probes: """
            nazionalità lavoratrici velocemente parlavano possibilità scrivendoglielo università amicizie cambiamenti \
            ricercatori finirebbero bellissime organizzazione abbandonata libertà
            """)
}
