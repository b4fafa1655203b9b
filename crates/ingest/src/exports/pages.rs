//! What a database prints around every page: page numbers, its own notice, the headline once more.
use std::collections::HashSet;

/// The lines of a download without what belongs to its pages. A paragraph that a page's end broke is one again.
pub(super) fn without_pages<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    let mut out: Vec<&str> = Vec::with_capacity(lines.len());
    let mut seen: HashSet<&str> = HashSet::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let words = line.trim();
        at += 1;
        if !is_page(words) {
            if !words.is_empty() {
                seen.insert(words);
            }
            out.push(line);
            continue;
        }
        // The running head stands above or below the number. It has come before; on the first page, where an earlier
        // article may have had the same headline, the headline itself follows.
        let first = numbered(words).is_none() || words.split(' ').nth(1) == Some("1");
        while lines.get(at).is_some_and(|next| is_page(next.trim())) {
            at += 1;
        }
        let following = |from: usize| {
            let rest = lines.get(from..).unwrap_or_default();
            rest.iter()
                .position(|l| !l.trim().is_empty())
                .and_then(|gap| Some((from + gap, lines.get(from + gap)?.trim())))
        };
        let above = out.last().map_or("", |last| last.trim());
        let earlier = out.len().checked_sub(1).and_then(|all| out.get(..all)).unwrap_or_default();
        let below = following(at);
        if is_head(above)
            && (below.is_some_and(|(_, below)| below == above)
                || !first && earlier.iter().rev().take(600).any(|l| l.trim() == above))
        {
            out.pop();
        } else if let Some((place, below)) = below
            && is_head(below)
            && (!first && seen.contains(below) && (place == at || is_long(below))
                || following(place + 1).is_some_and(|(_, again)| again == below))
        {
            at = place + 1;
        }
        let gap = lines.get(at..).unwrap_or_default().iter().take_while(|l| l.trim().is_empty()).count();
        let next = lines.get(at + gap).map_or("", |next| next.trim());
        let last = out.iter().rposition(|l| !l.trim().is_empty());
        let open = last
            .and_then(|last| out.get(last))
            .is_some_and(|l| l.trim().ends_with(char::is_alphanumeric) || l.trim().ends_with(','));
        if open && next.starts_with(char::is_lowercase) {
            out.truncate(last.map_or(0, |last| last + 1));
            at += gap;
        }
    }
    out
}

/// A line that can be a headline.
fn is_head(line: &str) -> bool {
    (8..300).contains(&line.len())
}

/// More than a database's label: one stands on every page, too.
fn is_long(line: &str) -> bool {
    line.split_whitespace().count() >= 4 && !line.contains(':')
}

/// `Page 2 of 5`, `Page 2 of 5 © 2022 Factiva, Inc. All rights reserved.`
fn is_page(line: &str) -> bool {
    if line.len() > 90 || line.is_empty() {
        return false;
    }
    let rest = numbered(line).unwrap_or(line);
    let notice = rest.trim().trim_start_matches(|c: char| !c.is_alphabetic());
    rest.trim().is_empty() || (notice.starts_with("Factiva") && (rest.contains('©') || rest.contains("(c)")))
}

/// What follows the page's number and how many there are.
fn numbered(line: &str) -> Option<&str> {
    let rest = ["Page ", "Seite ", "Página ", "Pagina "].iter().find_map(|word| line.strip_prefix(word))?;
    let rest = figures(rest)?.trim_start();
    let rest =
        ["of ", "de ", "sur ", "von ", "di ", "van ", "/"].iter().find_map(|of| rest.strip_prefix(of))?;
    figures(rest.trim_start())
}

fn figures(text: &str) -> Option<&str> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=5).contains(&count).then(|| text.get(count..)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        without_pages(&text.split('\n').collect::<Vec<_>>()).join("\n")
    }

    #[test]
    fn numbers_notices_and_running_heads() {
        assert!(is_page("Page 2 of 5") && is_page("Page 2 of 5 © 2022 Factiva, Inc. All rights reserved."));
        assert!(is_page("© 2022 Factiva, Inc. All rights reserved.") && is_page("Seite 1 von 3"));
        assert!(
            !is_page("Page 2") && !is_page("Factiva is a database") && !is_page("Page 2 of 5 is torn out")
        );
        assert_eq!(
            read("Page 1 of 2\nA heading\nA heading\nPaper\n\nWords.\n\nPage 2 of 2\nA heading\n\nMore."),
            "A heading\nPaper\n\nWords.\n\n\nMore."
        );
        assert_eq!(
            read("A heading\nPaper\n\nWords.\n\nA heading\nPage 2 of 2\n\nMore."),
            "A heading\nPaper\n\nWords.\n\n\nMore."
        );
        // Two articles of one headline.
        let twice = "Head line\nPage 1 of 1\n\nWords.\n\nHead line\nPage 1 of 1\n\nWords.";
        assert_eq!(read(twice).matches("Head line").count(), 2);
        assert_eq!(read("The ferry\n\nPage 2 of 2\n\nstays in dock."), "The ferry\nstays in dock.");
    }
}
