// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Hungarian.
    static let hungarian = LanguageVocabulary(
        stopWords: """
            a abban ahhoz ahogy ahol aki akik akkor alatt amely amelyek amelyet amelynek ami amikor amíg az azok azon \
            azt azért be bele de e ebben eddig egy egyes egyik ehhez ekkor el ellen ennek ez ezek ezen ezt ezért \
            fel felé ha hanem hiszen hogy hogyan ill illetve is itt ki kívül között közül le legyen lehet lett maga \
            meg mellett mely mert mi mint mintha most már még nagyon ne nekem neki nem nincs néha nélkül pedig rá s \
            saját sem semmi során szemben szerint számára talán tehát után vagy vagyis van vannak vele vissza \
            volna volt voltak át és össze úgy ő ők
            """,
        probes: """
            házaikban lehetőségek egyetemisták szabadsággal könyvtárakból írásaink gyermekekkel városokért barátságosan \
            kormányának tanulmányozták legszebbet
            """)
}
