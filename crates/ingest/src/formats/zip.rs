//! ZIP archives: the list of what is in them, and each file inflated within limits. Archives
//! that break off are read from the beginning as far as they go.
use std::ops::Range;

/// More files than this in one archive are left out.
const MOST: usize = 100_000;

/// A file of an archive.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub name: String,
    method: u16,
    locked: bool,
    data: Range<usize>,
    /// Unpacked size as the archive says; not to be trusted.
    size: usize,
}

/// What could be listed of an archive.
#[derive(Debug, Default)]
pub(crate) struct Archive {
    pub entries: Vec<Entry>,
    /// The list at its end is missing or wrong.
    pub broken: bool,
    /// Files beyond the limit.
    pub more: bool,
}

/// Why a file could not be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    Locked,
    Method(u16),
    Bomb,
    Damaged,
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    let pair = bytes.get(at..at + 2)?;
    Some(usize::from(u16::from_le_bytes(pair.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<usize> {
    let four = bytes.get(at..at + 4)?;
    usize::try_from(u32::from_le_bytes(four.try_into().ok()?)).ok()
}

fn u64_at(bytes: &[u8], at: usize) -> Option<usize> {
    let eight = bytes.get(at..at + 8)?;
    usize::try_from(u64::from_le_bytes(eight.try_into().ok()?)).ok()
}

/// Lists an archive.
pub(crate) fn list(bytes: &[u8]) -> Archive {
    if let Some(archive) = directory(bytes) {
        return archive;
    }
    let mut archive = local(bytes);
    archive.broken = true;
    archive
}

fn name_of(raw: &[u8], utf8: bool) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) if utf8 => String::from_utf8_lossy(raw).into_owned(),
        Err(_) => crate::encoding::decode(raw, None).text,
    };
    name.replace('\\', "/")
}

/// The list at the end of the archive.
fn directory(bytes: &[u8]) -> Option<Archive> {
    let from = bytes.len().saturating_sub(66_000);
    let end = from + memchr::memmem::rfind(bytes.get(from..)?, b"PK\x05\x06")?;
    let mut at = u32_at(bytes, end + 16)?;
    let mut count = u16_at(bytes, end + 10)?;
    if at == 0xFFFF_FFFF || count == 0xFFFF {
        let wide = memchr::memmem::rfind(bytes.get(..end)?, b"PK\x06\x06")?;
        count = u64_at(bytes, wide + 32)?;
        at = u64_at(bytes, wide + 48)?;
    }
    // Something may stand before the archive proper.
    let size = u32_at(bytes, end + 12)?;
    let mut shift = 0;
    if bytes.get(at..at.checked_add(4)?) != Some(b"PK\x01\x02") && count > 0 {
        let real = end.checked_sub(size)?;
        shift = real.checked_sub(at)?;
        at = real;
    }
    let mut archive = Archive { more: count > MOST, ..Archive::default() };
    for _ in 0..count.min(MOST) {
        if bytes.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let flags = u16_at(bytes, at + 8)?;
        let method = u16_at(bytes, at + 10)? as u16;
        let (mut packed, mut size) = (u32_at(bytes, at + 20)?, u32_at(bytes, at + 24)?);
        let (name_len, extra_len, comment_len) =
            (u16_at(bytes, at + 28)?, u16_at(bytes, at + 30)?, u16_at(bytes, at + 32)?);
        let mut offset = u32_at(bytes, at + 42)?;
        let name = name_of(bytes.get(at + 46..at + 46 + name_len)?, flags & 0x800 != 0);
        let extra = bytes.get(at + 46 + name_len..at + 46 + name_len + extra_len)?;
        widen(extra, &mut size, &mut packed, &mut offset);
        at += 46 + name_len + extra_len + comment_len;
        let head = offset.checked_add(shift)?;
        let Some((n, e)) = u16_at(bytes, head + 26).zip(u16_at(bytes, head + 28)) else {
            archive.broken = true;
            continue;
        };
        let start = head + 30 + n + e;
        let stop = start.saturating_add(packed).min(bytes.len());
        archive.entries.push(Entry {
            name,
            method,
            locked: flags & 1 != 0,
            data: start.min(stop)..stop,
            size,
        });
    }
    Some(archive)
}

/// Sizes beyond four gigabytes stand in an extra field.
fn widen(extra: &[u8], size: &mut usize, packed: &mut usize, offset: &mut usize) {
    let mut at = 0;
    while let (Some(id), Some(len)) = (u16_at(extra, at), u16_at(extra, at + 2)) {
        if id == 1 {
            let mut inner = at + 4;
            for slot in [size, packed, offset] {
                if *slot == 0xFFFF_FFFF {
                    if let Some(value) = u64_at(extra, inner) {
                        *slot = value;
                    }
                    inner += 8;
                }
            }
            return;
        }
        at += 4 + len;
    }
}

/// The heads before each file, for archives whose end is missing.
fn local(bytes: &[u8]) -> Archive {
    let mut archive = Archive::default();
    let heads: Vec<usize> = memchr::memmem::find_iter(bytes, b"PK\x03\x04").take(MOST + 1).collect();
    for (i, at) in heads.iter().enumerate() {
        if archive.entries.len() >= MOST {
            archive.more = true;
            break;
        }
        let read = || {
            let flags = u16_at(bytes, at + 6)?;
            let method = u16_at(bytes, at + 8)? as u16;
            let packed = u32_at(bytes, at + 18)?;
            let (n, e) = (u16_at(bytes, at + 26)?, u16_at(bytes, at + 28)?);
            let name = name_of(bytes.get(at + 30..at + 30 + n)?, flags & 0x800 != 0);
            let start = at + 30 + n + e;
            let next = heads.get(i + 1).copied().unwrap_or(bytes.len());
            let stop = if packed > 0 && packed != 0xFFFF_FFFF { start.saturating_add(packed) } else { next }
                .min(bytes.len());
            Some(Entry { name, method, locked: flags & 1 != 0, data: start.min(stop)..stop, size: 0 })
        };
        if let Some(entry) = read() {
            archive.entries.push(entry);
        }
    }
    archive
}

/// Unpacks a file, up to `most` bytes.
pub(crate) fn unpack(bytes: &[u8], entry: &Entry, most: usize) -> Result<Vec<u8>, Failure> {
    if entry.locked {
        return Err(Failure::Locked);
    }
    let data = bytes.get(entry.data.clone()).ok_or(Failure::Damaged)?;
    match entry.method {
        0 => (data.len() <= most).then(|| data.to_vec()).ok_or(Failure::Bomb),
        8 => inflate(data, entry.size, most),
        other => Err(Failure::Method(other)),
    }
}

/// Text packs to a fiftieth at best; what unpacks to far more is made to fill memory.
pub(crate) fn allowed(packed: usize, most: usize) -> usize {
    packed.saturating_mul(300).saturating_add(1 << 20).min(most)
}

/// Inflates raw deflate data.
pub(crate) fn inflate(data: &[u8], told: usize, most: usize) -> Result<Vec<u8>, Failure> {
    let limit = allowed(data.len(), most);
    if told > limit && told != 0xFFFF_FFFF {
        return Err(Failure::Bomb);
    }
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
    match decompress_to_vec_with_limit(data, limit) {
        Ok(out) => Ok(out),
        Err(error) if error.status == TINFLStatus::HasMoreOutput => Err(Failure::Bomb),
        // What came before the damage is kept when it is something.
        Err(error) if !error.output.is_empty() => Ok(error.output),
        Err(_) => Err(Failure::Damaged),
    }
}

/// The contents of a gzip file.
pub(crate) fn gunzip(bytes: &[u8], most: usize) -> Result<Vec<u8>, Failure> {
    let flags = *bytes.get(3).ok_or(Failure::Damaged)?;
    let mut at = 10;
    if flags & 4 != 0 {
        at += 2 + u16_at(bytes, at).ok_or(Failure::Damaged)?;
    }
    for bit in [8, 16] {
        if flags & bit != 0 {
            let rest = bytes.get(at..).ok_or(Failure::Damaged)?;
            at += memchr::memchr(0, rest).ok_or(Failure::Damaged)? + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    inflate(bytes.get(at..).ok_or(Failure::Damaged)?, 0, most)
}
