/// Hashes bytes with a seed (FNV-1a, then mixed): names a feature.
#[must_use]
pub fn hash_bytes(seed: u32, bytes: &[u8]) -> u32 {
    let start = 0x811C_9DC5 ^ seed.wrapping_mul(0x9E37_79B1);
    avalanche(bytes.iter().fold(start, |sum, b| (sum ^ u32::from(*b)).wrapping_mul(0x0100_0193)))
}

/// Combines two feature names, not symmetrically.
#[must_use]
pub fn mix(a: u32, b: u32) -> u32 {
    avalanche(
        a.rotate_left(13).wrapping_mul(0x9E37_79B1) ^ b.wrapping_mul(0x85EB_CA77).wrapping_add(0xC2B2_AE3D),
    )
}

/// The last step of MurmurHash3: every bit of the input moves every bit of the output.
fn avalanche(mut h: u32) -> u32 {
    h ^= h >> 16;
    h = h.wrapping_mul(0x85EB_CA6B);
    h ^= h >> 13;
    h = h.wrapping_mul(0xC2B2_AE35);
    h ^ (h >> 16)
}
