//! A saved corpus with some bytes changed and its checksums mended, as no accident would do it:
//! refused with a reason, or opened and good for every question.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use verbatim_corpus::Corpus;
use xxhash_rust::xxh64::xxh64;

static SAVED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    let all = verbatim_fuzz::sample().save(|piece| {
        bytes.extend_from_slice(piece);
        Ok::<(), std::convert::Infallible>(())
    });
    assert!(all.is_ok());
    bytes
});

// Five bytes a change: where, and what there. See the layout in `verbatim_corpus::file`.
fuzz_target!(|changes: &[u8]| {
    let mut bytes = SAVED.clone();
    for change in changes.chunks_exact(5).take(64) {
        let at = u32::from_le_bytes([change[0], change[1], change[2], change[3]]) as usize % bytes.len();
        bytes[at] = change[4];
    }
    if changes.first().is_some_and(|first| first % 8 != 0) {
        mend(&mut bytes);
    }
    match Corpus::open(&bytes) {
        Err(damage) => assert!(!damage.to_string().is_empty(), "a refusal says why"),
        Ok(corpus) => verbatim_fuzz::ask_everything(&corpus, "report"),
    }
});

/// Puts right the checksums of all sections that lie in the file, and of the table.
fn mend(bytes: &mut [u8]) {
    let number = |bytes: &[u8], at: usize| {
        bytes.get(at..at + 8).map_or(0, |b| u64::from_le_bytes(b.try_into().unwrap_or_default())) as usize
    };
    let sections = number(bytes, 8) >> 32;
    for section in 0..sections.min(1000) {
        let entry = 40 + section * 32;
        let (offset, length) = (number(bytes, entry + 8), number(bytes, entry + 16));
        let sum = offset.checked_add(length).and_then(|end| bytes.get(offset..end)).map(|part| xxh64(part, 0));
        if let (Some(sum), Some(place)) = (sum, bytes.get_mut(entry + 24..entry + 32)) {
            place.copy_from_slice(&sum.to_le_bytes());
        }
    }
    let table = 40 + sections.min(1000) * 32;
    if table <= bytes.len() {
        bytes[32..40].fill(0);
        let sum = xxh64(&bytes[..table], 0);
        bytes[32..40].copy_from_slice(&sum.to_le_bytes());
    }
}
