//! Time grows with the text and not with its square, whatever the text: each strange pattern is
//! compared with prose of the same length, so that the machine's speed does not matter.

use std::time::{Duration, Instant};
use verbatim_nlp::{Annotator, Input};

const LENGTH: usize = 1 << 15;

const PROSE: &str =
    "The harbour office said on Monday that the ferry would sail. “It will,” said Mara Velin.\n\n";

/// Repeated up to the length; most tempt one rule to look ahead or back without end.
const PATTERNS: &[&str] = &[
    "\"",
    "'",
    "“",
    "”",
    "«",
    "“ ”",
    "“a ",
    "'tis ",
    "\n“Still the same speech",
    "(",
    "((((a))))",
    "said ",
    "said that ",
    "he said she said ",
    "according to ",
    "Mara Velin ",
    "Velin, Mara, ",
    "A. B. C. ",
    "Mara ",
    "he ",
    "NATO (NATO) ",
    "Mr. ",
    "...",
    ". ",
    "\n",
    "\n\n",
    " ",
    "\u{a0}",
    "\u{301}",
    "👍🏽",
    "é",
    "Ã©",
    "â€œ",
    "-",
    "– Yes.\n",
    "Q: Why?\nA: Because.\n",
    "Mara Velin: Yes.\n",
    "2022-02-03 ",
    "date 2022-02-03 ",
    "February 3, ",
    "ORVIK, February 3. /AP/. ",
    "Share\n",
    "© 2022 ",
    "By Mara Velin\n",
    "1 of 50 DOCUMENTS\n",
    "HD\n",
    "Document 1 of 2\n",
    "End of Document\n",
    "<",
    "<p>",
    "<div><span>",
    "</p>",
    "<!--",
    "<a href=\"",
    "&amp;",
    "&lt;p&gt;",
    "{",
    "{\"a\":",
    "[",
    "[[1,",
    "a,b\n",
    "\"a\"\"b\",",
    ",",
    "\t",
    ";",
    "{\\rtf1 ",
    "\\'e9",
    "From: a\n",
    "From a@b.c Thu Feb  3 00:00:00 2022\n",
    "=3D",
    "a",
    "ab",
    "a-",
    "a.",
    "a@",
    "0",
    "1,",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{fffd}",
];

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// What a strange text may take: far more than prose, far less than the square of its length.
fn bound(prose: impl Fn()) -> Duration {
    time(&prose).max(time(&prose)) * 40 + Duration::from_millis(400)
}

/// Whether it keeps the bound; a run that does not may have been disturbed and has a second try.
fn keeps(bound: Duration, name: &str, work: impl Fn()) {
    let taken = time(&work);
    if taken > bound {
        let again = time(&work);
        assert!(again < bound, "{name} takes {again:?}, at most {bound:?}");
    }
}

fn repeated(pattern: &str) -> String {
    pattern.repeat(LENGTH.div_ceil(pattern.len()))
}

/// Ways to open a file, so that every format's reader meets every pattern.
const OPENINGS: &[&str] = &[
    "",
    "<!doctype html><html><body>",
    "<?xml version=\"1.0\"?><rss><channel><item><title>",
    "title,text\n",
    "{\"title\":\"",
    "{\\rtf1\\ansi ",
    "From: a@b.c\nSubject: a\nDate: Thu, 3 Feb 2022 00:00:00 +0000\n\n",
];

#[test]
fn reading_costs_no_more_than_prose() {
    for opening in OPENINGS {
        let read = |pattern: &str| {
            let bytes = format!("{opening}{}", repeated(pattern)).into_bytes();
            move || drop(verbatim_ingest::read("a", &bytes))
        };
        let bound = bound(read(PROSE));
        for pattern in PATTERNS {
            keeps(bound, &format!("{opening:?} with {pattern:?}"), read(pattern));
        }
    }
}

#[test]
fn annotating_costs_no_more_than_prose() {
    let annotator = Annotator::rules();
    let annotate = |pattern: &str| {
        let text = repeated(pattern);
        let annotator = &annotator;
        move || drop(annotator.annotate(Input { text: &text, ..Input::default() }))
    };
    let bound = bound(annotate(PROSE));
    for pattern in PATTERNS {
        keeps(bound, &format!("{pattern:?}"), annotate(pattern));
    }
}
