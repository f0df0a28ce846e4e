// SPDX-License-Identifier: Apache-2.0
import Testing
import _VectorMath

struct XXHash64Tests {
    @Test(
        "hashes are those of the reference implementation, whichever part of the algorithm the length reaches",
        arguments: [
            ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
            ("abcdefgh", 0x3AD3_5177_5B46_34B7), ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64)])
    func reference(text: String, hash: UInt64) {
        #expect(XXHash64.hash(text) == hash)
        #expect(XXHash64.hash(Array(text.utf8)) == hash)
    }
}
