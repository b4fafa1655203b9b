//! Any text: no panic, every span in the text, the same result twice.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use verbatim_nlp::{Annotator, Input};

/// With the model that the page has, or by rule alone where it cannot be read.
static ANNOTATOR: LazyLock<Annotator> = LazyLock::new(|| {
    let model = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../models/en.bin")).unwrap_or_default();
    Annotator::from_model(&model).unwrap_or_default()
});

fuzz_target!(|text: &str| {
    let input = Input { text, ..Input::default() };
    let document = ANNOTATOR.annotate(input);
    verbatim_fuzz::check_document(text, &document);
    assert_eq!(document, ANNOTATOR.annotate(input), "the same text gives the same result");
});
