// SPDX-License-Identifier: Apache-2.0
// Written by Scripts/make_folding_tables.py from Unicode 14.0.0.

extension FoldingTable {
    /// Letters that are others by canonical equivalence, in the form of ``letters``; their marks stay.
    static let singletons = """
        ṡ=\u{1E9B} ά=\u{1F71}\u{1FBB} έ=\u{1F73}\u{1FC9} ή=\u{1F75}\u{1FCB} ί=\u{1F77}\u{1FDB} ό=\u{1F79}\u{1FF9} \
        ύ=\u{1F7B}\u{1FEB} ώ=\u{1F7D}\u{1FFB} ι=\u{1FBE} ΐ=\u{1FD3} ΰ=\u{1FE3}
        """
}
