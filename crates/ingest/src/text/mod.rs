//! Running text: what each of its lines is, and where one article ends and the next begins.
mod agency;
mod boilerplate;
mod caption;
mod dateline;
mod labels;
mod outlet;
mod printed;
mod split;
mod structure;
mod units;

/// The lines of a text, each with its place.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut at = 0;
    ends.map(move |end| {
        let start = std::mem::replace(&mut at, end + 1);
        (start, text.get(start..end).unwrap_or_default())
    })
}

pub(crate) use agency::known as known_agency;
pub(crate) use boilerplate::is_boilerplate;
pub(crate) use caption::is_caption;
pub(crate) use dateline::find as find_dateline;
pub(crate) use printed::printed;
pub(crate) use split::articles;
pub(crate) use structure::{Known, structure, take_furniture};

/// Whom a copyright line names; a news agency, too.
pub(crate) fn copyright(line: &str) -> Option<&str> {
    outlet::copyright(line, None)
}
