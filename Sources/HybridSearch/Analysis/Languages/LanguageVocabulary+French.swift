// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of French.
    static let french = LanguageVocabulary(
        stopWords: """
            ai aie as au aucun aussi autre aux avaient avait avec avez avons ayant ce ceci cela celle celles celui ces \
            cet cette ceux comme dans de des donc dont du elle elles en es est et eu eux furent fut il ils je la le les \
            leur leurs lui ma mais me mes moi mon même ne ni nos notre nous on ont ou où par pas pour qu que quel quelle \
            quelles quels qui sa sans se sera ses si soi soit son sont sous sur ta te tes toi ton tu un une vos votre \
            vous y à étaient était étant été être
            """,
        elidedWords: "l d j m t s n c qu jusqu lorsqu puisqu quoiqu",
        probes: """
            nationalité continuellement travailleuses finirions chevaux généralisation libéraux mangeaient possibilités \
            amoureusement heureuse recherches conduisait beauté grandissant logiciels
            """)
}
