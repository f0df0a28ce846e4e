// SPDX-License-Identifier: Apache-2.0

extension LanguageVocabulary {
    /// The vocabulary of Spanish.
    static let spanish = LanguageVocabulary(
        stopWords: """
            a al algo algunas algunos ante antes aquel aquella como con contra cual cuando de del desde donde durante e \
            el ella ellas ellos en entre era eran es esa esas ese eso esos esta estaba estas este esto estos está están \
            fue fueron ha había habían han hasta hay he la las le les lo los me mi mis mucho muchos muy más mí nada ni \
            no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco por porque que \
            quien quienes qué se sea ser si sido sin sobre son su sus sí también tanto te ti tiene tienen todo todos tu \
            tus tú un una uno unos vosotros vuestra vuestro y ya yo él
            """,
        probes: """
            nacionalidades trabajadoras rápidamente cantábamos posibilidad escribiéndoselo universidades amistades \
            descubrimientos lógica organizaciones abandonada libertad bonitos chicharrones
            """)
}
