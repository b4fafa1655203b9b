//! Outlets that a page names in print: its masthead, its copyright line, its "Source:" line.

use super::agency;

/// Words that stand in the names of papers and news sites, and hardly elsewhere in lines that are
/// nothing but a name.
const PAPERS: &[&str] = &[
    "advertiser",
    "advocate",
    "argus",
    "beacon",
    "broadcasting",
    "bugle",
    "bulletin",
    "chronicle",
    "courier",
    "daily",
    "dispatch",
    "echo",
    "enquirer",
    "evening",
    "examiner",
    "gazette",
    "gazeta",
    "gazete",
    "globe",
    "guardian",
    "herald",
    "independent",
    "inquirer",
    "insider",
    "journal",
    "kurier",
    "ledger",
    "magazine",
    "mail",
    "media",
    "mercury",
    "mirror",
    "monitor",
    "nachrichten",
    "news",
    "newspaper",
    "observer",
    "online",
    "post",
    "press",
    "radio",
    "record",
    "register",
    "reporter",
    "review",
    "sentinel",
    "standard",
    "star",
    "sun",
    "telegram",
    "telegraph",
    "television",
    "times",
    "today",
    "tribune",
    "tv",
    "weekly",
];

/// What German, Dutch and Nordic papers' names end in.
const ENDINGS: &[&str] = &["blatt", "zeitung", "anzeiger", "blad", "bladet", "avisen", "posten", "tidning"];

/// A line that is nothing but the name of a paper: `The Orvik Courier`, `Orviker Tageblatt`.
pub(super) fn masthead(line: &str) -> Option<&str> {
    let name = line.trim().trim_matches(['*', '_', '#', '|', ' ']);
    (is_name(name) && is_paper(name)).then_some(name)
}

/// Whom a copyright line names: `© 2022 The Orvik Courier. All rights reserved.` A news agency is
/// no outlet unless the article is its own.
pub(super) fn copyright<'a>(line: &'a str, own_agency: Option<&str>) -> Option<&'a str> {
    let line = line.trim().trim_start_matches(['*', '_', ' ']);
    let mut rest = line;
    let mut signed = false;
    for sign in ["copyright", "©", "(c)", "copyright"] {
        if let Some(head) = rest.get(..sign.len()).filter(|head| head.eq_ignore_ascii_case(sign)) {
            signed = true;
            rest = rest.get(head.len()..).unwrap_or_default().trim_start();
        }
    }
    if !signed {
        return None;
    }
    let rest = after_years(rest);
    let rest = rest.strip_prefix("by ").unwrap_or(rest);
    let end = rest.find(['.', ',', '|', ';', '(', '\n']).unwrap_or(rest.len());
    let name = rest.get(..end)?;
    let lower = name.to_lowercase();
    let end = [" all rights", " or its ", " reproduction", " and its "]
        .iter()
        .filter_map(|stop| lower.find(stop))
        .min()
        .filter(|&end| name.is_char_boundary(end))
        .unwrap_or(name.len());
    let name =
        name.get(..end)?.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | ' '));
    let foreign = agency::known(name).is_some_and(|agency| own_agency != Some(agency));
    (is_name(name) && !foreign).then_some(name)
}

/// Drops `2022`, `2020-2022,` at the start.
fn after_years(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | ',' | ' '))
}

/// A few words, each written large but for the small ones within.
fn is_name(text: &str) -> bool {
    const SMALL: &[&str] = &["of", "the", "and", "de", "la", "le", "du", "der", "die", "das", "&"];
    let mut count = 0;
    for word in text.split_whitespace() {
        count += 1;
        let large = word.starts_with(|c: char| c.is_uppercase());
        if !large && (count == 1 || !SMALL.contains(&word)) {
            return false;
        }
        if word.ends_with([',', ':', '!', '?']) || word.contains(['"', '“', '«']) {
            return false;
        }
    }
    (1..=6).contains(&count) && text.len() <= 60
}

fn is_paper(name: &str) -> bool {
    name.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| {
        PAPERS.contains(&word) || ENDINGS.iter().any(|end| word.len() > end.len() && word.ends_with(end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mastheads() {
        for name in ["The Orvik Courier", "Orvik Bay Ledger", "Orviker Tageblatt", "** Orvik Online **"] {
            assert!(masthead(name).is_some(), "{name}");
        }
        for line in
            ["Ferry line to reopen", "Orvik Harbour Closes", "Post office closes", "News: all late", ""]
        {
            assert_eq!(masthead(line), None, "{line}");
        }
    }

    #[test]
    fn copyright_lines() {
        let named = |line| copyright(line, None);
        assert_eq!(named("© 2022 The Orvik Courier. All rights reserved."), Some("The Orvik Courier"));
        assert_eq!(named("Copyright © 2020-2022 Orvik Online"), Some("Orvik Online"));
        assert_eq!(named("© Hafnar Radio 2022"), Some("Hafnar Radio"));
        assert_eq!(named("Copyright (c) 2022 by Orvik Media Ltd or its licensors"), Some("Orvik Media Ltd"));
        assert_eq!(named("© 2022"), None);
        assert_eq!(named("All rights reserved."), None);
        assert_eq!(named("© 2022 all rights reserved"), None);
        assert_eq!(named("© 2022 Reuters. All rights reserved."), None, "an agency's copy in some paper");
        assert_eq!(copyright("© TASS, 2022", Some("TASS")), Some("TASS"), "the agency's own page");
    }

    fn read(text: &str) -> verbatim_article::Article {
        crate::read("a.txt", text.as_bytes()).articles.remove(0)
    }

    const BODY: &str = "The ferry line to Hafnar will reopen in May, the harbour office said.\n";

    #[test]
    fn a_masthead_over_the_date_is_the_outlet_and_no_headline() {
        let article =
            read(&format!("The Orvik Courier\nFriday 4 February 2022\n\nFerry line to reopen\n\n{BODY}"));
        assert_eq!(article.outlet.as_deref(), Some("The Orvik Courier"));
        assert_eq!(article.headline.as_deref(), Some("Ferry line to reopen"));
        assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2022-02-04"));
    }

    #[test]
    fn a_headline_over_the_date_stays_one() {
        let article = read(&format!("Ferry Line Makes News Again\n4 February 2022\n\n{BODY}{BODY}"));
        assert_eq!(article.outlet, None);
        assert_eq!(article.headline.as_deref(), Some("Ferry Line Makes News Again"));
    }

    #[test]
    fn the_last_lines_name_the_outlet() {
        let head = format!("Ferry line to reopen\n\n{BODY}\n{BODY}\n");
        let named = |line: &str| read(&format!("{head}{line}\n")).outlet;
        assert_eq!(named("© 2022 Hafnar Radio").as_deref(), Some("Hafnar Radio"));
        assert_eq!(named("Source: Orvik Bulletin").as_deref(), Some("Orvik Bulletin"));
        assert_eq!(named("Source: the harbour office"), None);
        assert_eq!(named("Source: AP"), None);
    }
}
