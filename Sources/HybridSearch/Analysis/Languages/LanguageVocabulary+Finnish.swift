// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Finnish.
    static let finnish = LanguageVocabulary(
        stopWords: """
            ei eivät emme en että he heidän heidät heille hän häneen hänelle hänellä häneltä hänen hänessä hänestä hänet \
            ja johon joiden joita joka jonka jos jossa josta jota jotka kanssa keiden ken ketkä kuin kuka kun me meidän \
            meidät meille mikä minkä minua minulla minulle minun minut minä mitkä mitä mukaan mutta myös ne niiden \
            niihin niin niissä niistä niitä noin nuo nuoden näiden näissä näistä näitä nämä ole olemme olen olet olette \
            oli olimme olin olisi olit olivat olla olleet ollut on ovat poikki se sekä sen siihen siinä siitä siksi \
            sillä sinun sinut sinä sitä tai te teidän teidät tähän tämä tämän tässä tästä tätä vaan vai vaikka
            """,
        probes: """
            taloissammekin kirjoittaminen mahdollisuudet yliopistojen edullisesti tutkimuksia ystävyydestä lapsillemme \
            käytännöllinen hallituksen opiskelijoita nopeammin kaupungeissa järjestelmään rakastetuin autolla
            """)
}
