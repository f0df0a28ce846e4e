// SPDX-License-Identifier: Apache-2.0

/// A profile's hash with the salt already taken in, so that a decision only hashes the unit.
///
/// It holds numbers only. The profiles that do not begin with the salt are given its bytes once more.
package struct SaltedHash: Sendable {
    private let profile: BucketingProfile
    private let resolution: UInt64
    /// The salt and the separator, hashed, for profiles that hash the salt first with murmur3.
    private let prefix: MurmurHash3

    /// Prepares a hash.
    ///
    /// - Parameters:
    ///   - profile: How salt and unit become a bucket.
    ///   - salt: The salt, hashed as it is.
    ///   - purpose: What the bucket decides.
    package init(profile: BucketingProfile, salt: String, purpose: BucketingProfile.Purpose) {
        self.profile = profile
        self.resolution = UInt64(profile.resolution(for: purpose))
        let seed: UInt32 = purpose == .split && profile.hasIndependentSplit ? BucketingProfile.splitSeed : 0
        var prefix = MurmurHash3(seed: seed)
        prefix.combine(salt.utf8.span)
        if profile.hasIndependentSplit { prefix.combine(UInt8(ascii: ":")) }
        self.prefix = prefix
    }

    /// Whether the salt comes first, so that its bytes are not needed again.
    package var beginsWithSalt: Bool { profile == .routing1 || profile == .unleash || profile == .flagd2 }

    /// The position of a unit, for a profile whose hash begins with the salt.
    ///
    /// - Parameter unit: The unit's UTF-8 bytes.
    /// - Returns: A position below the profile's resolution.
    package func position(of unit: borrowing Span<UInt8>) -> UInt64 {
        profile == .unleash ? UInt64(saltFirst(unit)) % resolution : scaled(saltFirst(unit))
    }

    /// The position of a unit that is given as words, for a profile whose hash begins with the salt.
    func position(of unit: borrowing UnitWords) -> UInt64 {
        var hash = prefix
        hash.combine(unit)
        return profile == .unleash ? UInt64(hash.value) % resolution : scaled(hash.value)
    }

    /// The position of a unit.
    ///
    /// - Parameters:
    ///   - unit: The unit's UTF-8 bytes.
    ///   - salt: The salt's UTF-8 bytes, the same as before.
    /// - Returns: A position below the profile's resolution.
    /// - Complexity: O(n), no allocation.
    package func position(of unit: borrowing Span<UInt8>, salt: borrowing Span<UInt8>) -> UInt64 {
        switch profile {
        case .routing1, .flagd2, .unleash: position(of: unit)
        case .growthbook1: UInt64(fnv(unit, salt, saltFirst: false)) % resolution
        case .growthbook2: UInt64(fnvTwice(unit, salt)) % resolution
        case .launchdarkly: launchDarkly(unit, salt)
        case .eppo: (md5(unit, salt, separator: UInt8(ascii: "-"), repetitions: 1).leading >> 32) % resolution
        case .optimizely: scaled(unitFirst(unit, salt, separator: nil))
        case .featurevisor: scaled(unitFirst(unit, salt, separator: UInt8(ascii: ".")))
        case .flagsmith: flagsmith(unit, salt)
        }
    }

    private func scaled(_ hash: UInt32) -> UInt64 { (UInt64(hash) &* resolution) >> 32 }

    private func saltFirst(_ unit: borrowing Span<UInt8>) -> UInt32 {
        var hash = prefix
        hash.combine(unit)
        return hash.value
    }

    private func unitFirst(_ unit: borrowing Span<UInt8>, _ salt: borrowing Span<UInt8>, separator: UInt8?) -> UInt32 {
        var hash = MurmurHash3(seed: 1)
        hash.combine(unit)
        if let separator { hash.combine(separator) }
        hash.combine(salt)
        return hash.value
    }

    private func fnv(_ unit: borrowing Span<UInt8>, _ salt: borrowing Span<UInt8>, saltFirst: Bool) -> UInt32 {
        var hash = FNV1a()
        if saltFirst { hash.combineUTF16(of: salt) }
        hash.combineUTF16(of: unit)
        if !saltFirst { hash.combineUTF16(of: salt) }
        return hash.value
    }

    private func fnvTwice(_ unit: borrowing Span<UInt8>, _ salt: borrowing Span<UInt8>) -> UInt32 {
        var hash = FNV1a()
        hash.combine(digitsOf: fnv(unit, salt, saltFirst: true))
        return hash.value
    }

    private func launchDarkly(_ unit: borrowing Span<UInt8>, _ salt: borrowing Span<UInt8>) -> UInt64 {
        var digest = BlockDigest<SHA1>()
        for _ in 0..<2 {
            digest.combine(salt)
            digest.combine(UInt8(ascii: "."))
        }
        digest.combine(unit)
        // Fifteen hexadecimal digits are sixty bits; 2^60 - 1 counts as the whole, as published.
        let digits = digest.finish().leading >> 4
        let fraction = Double(digits) / Double(0xFFF_FFFF_FFFF_FFFF as UInt64)
        return min(UInt64(fraction * Double(resolution)), resolution - 1)
    }

    private func md5(
        _ unit: borrowing Span<UInt8>,
        _ salt: borrowing Span<UInt8>,
        separator: UInt8,
        repetitions: Int
    ) -> MD5 {
        var digest = BlockDigest<MD5>()
        for repetition in 0..<repetitions {
            if repetition > 0 { digest.combine(separator) }
            digest.combine(salt)
            digest.combine(separator)
            digest.combine(unit)
        }
        return digest.finish()
    }

    private func flagsmith(_ unit: borrowing Span<UInt8>, _ salt: borrowing Span<UInt8>) -> UInt64 {
        // The last of the 9,999 remainders would be exactly 100 %, so the vendor hashes the pair once more.
        for repetitions in 1...8 {
            let remainder = md5(unit, salt, separator: UInt8(ascii: ","), repetitions: repetitions)
                .remainder(dividingBy: resolution + 1)
            if remainder < resolution { return remainder }
        }
        return resolution - 1
    }
}
