//! Texts that nobody writes: one endless line, no spaces, only marks, emoji, right to left, invisible
//! characters. Analysis must end, in time that grows with the text, with spans that lie in it.
//!
//! `cargo test --release -p verbatim-nlp --test strange -- --ignored` reads 50 MB of each.
#![allow(clippy::print_stdout)]

use std::time::Instant;
use verbatim_article::Span;
use verbatim_nlp::{Annotator, Input};

const PIECES: &[&str] = &[
    "a",
    ".",
    "word ",
    "Word ",
    "Ann Bell said. ",
    "\"",
    "“",
    "” he said “",
    "'",
    "(",
    "said ",
    "a.b.",
    "1,",
    "-",
    "👍🏽👨‍👩‍👧",
    "مرحبا بالعالم، ",
    "שלום “",
    "東京は",
    "\u{200B}\u{200D}\u{FEFF}x",
    "\u{1}\u{7}\u{1b}[0m",
    "e\u{301}\u{301}",
    "\u{202E}abc\u{202C} ",
    "\n",
    "A: B.\n",
    "“A,” she said.\n\n",
    "according to according to ",
    "Monday, May 3, ",
    "he she they ",
    // Marks as they come, with no letter anywhere between them.
    "”.“—;?!,)«:(’*…-»&“”/“.,”–!‘]%[“—”?;",
];

fn annotator() -> Annotator {
    let model = concat!(env!("CARGO_MANIFEST_DIR"), "/../../models/en.bin");
    match std::fs::read(model) {
        Ok(bytes) => Annotator::from_model(&bytes).expect("a model"),
        Err(_) => {
            println!("models/en.bin is not there: the rules alone are tested");
            Annotator::rules()
        }
    }
}

fn assert_sound(text: &str, span: Span) {
    assert!(span.start < span.end, "{span:?}");
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
}

/// Seconds for a text of `bytes` of a piece; the spans are checked.
fn seconds(annotator: &Annotator, piece: &str, bytes: usize) -> f64 {
    let text = piece.repeat(bytes / piece.len());
    let start = Instant::now();
    let document = annotator.annotate(Input { text: &text, ..Input::default() });
    let taken = start.elapsed().as_secs_f64();
    document.tokens.iter().for_each(|t| assert_sound(&text, t.span));
    document.sentences.iter().for_each(|s| assert_sound(&text, *s));
    document.entities.iter().flat_map(|e| &e.mentions).for_each(|m| assert_sound(&text, m.span));
    for quotation in &document.quotations {
        let parts = [&quotation.content, &quotation.cue, &quotation.source, &quotation.addressee];
        parts.into_iter().flatten().for_each(|s| assert_sound(&text, *s));
    }
    taken
}

#[test]
fn time_grows_with_the_text() {
    let annotator = annotator();
    for piece in PIECES {
        // Four times the text may take eight times as long on a busy machine, not sixteen times.
        let mut tries = 0;
        loop {
            let small = seconds(&annotator, piece, 20_000).max(0.01);
            let large = seconds(&annotator, piece, 80_000);
            if large < small * 10.0 {
                break;
            }
            tries += 1;
            assert!(tries < 3, "{piece:?}: {small:.3} s, then {large:.3} s");
        }
    }
}

#[test]
#[ignore = "minutes, even when optimised"]
fn fifty_megabytes() {
    let annotator = annotator();
    for piece in PIECES {
        let taken = seconds(&annotator, piece, 50_000_000);
        println!("{piece:?}: {:.2} MB/s", 50.0 / taken);
    }
}
