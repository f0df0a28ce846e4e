// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Catalan.
    static let catalan = LanguageVocabulary(
        stopWords: """
            a això al allò als amb aquell aquella aquelles aquells aquest aquesta aquestes aquests com de del dels des \
            el ella elles ells els em en ens entre era eren esta estan està et fins ha han has havia he hem hi ho i jo \
            la les li llur llurs lo los m me mentre meu meus meva meves molt molta moltes molts ni no nosaltres nostra \
            nostre nostres o on pel pels per perquè però qual quals quan que qui què sa se sense ser ses seu seus seva \
            seves si sobre sota sí sóc sóm són ta també te teu teus teva teves tu un una unes uns us va vaig van \
            vosaltres vostra vostre vostres érem és
            """,
        elidedWords: "l d m t s n",
        probes: """
            nacions treballadors ràpidament cantaven llibreries importància possibilitat governants catalanes escriure \
            vivien il·lusions mateixos polítiques aprenent desenvolupament
            """)
}
