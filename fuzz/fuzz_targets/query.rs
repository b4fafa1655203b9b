//! Anything typed into the search box: no panic, and a complaint points into what was typed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use verbatim_corpus::{Corpus, ask};

static CORPUS: LazyLock<Corpus> = LazyLock::new(verbatim_fuzz::sample);

fuzz_target!(|text: &str| {
    if let Some(error) = ask::parse(text).error {
        assert!(!error.message.is_empty(), "a complaint says what is wrong");
        assert!(text.is_char_boundary(error.at as usize), "it points at a character, or at the end");
    }
    verbatim_fuzz::ask_everything(&CORPUS, text);
});
