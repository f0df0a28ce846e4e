// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Turkish.
    static let turkish = LanguageVocabulary(
        stopWords: """
            acaba ama ancak bana bazı belki ben benden beni benim bir biri birkaç biz bize bizi bizim bu buna bunda \
            bundan bunlar bunu bunun da daha de değil diye en gibi hem hep hepsi her hiç ile ise için ki kim kimi mi mu \
            mü mı nasıl ne neden nerede niye niçin o ona ondan onlar onlara onların onu onun oysa pek sana sen senden \
            seni senin siz sizden size sizi tüm ve veya ya yani şey şu şuna şunu
            """,
        probes: """
            kitaplarımızdan üniversitelerin olanakları özgürlüğünü çocuklarına yazarken evlerinizde arkadaşlığı \
            hükümetinin araştırmacılar güzelleştirme ışıklandırılmış kalemler
            """,
        casing: .turkic)
}
