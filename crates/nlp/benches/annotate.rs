//! How fast texts are analysed, on one core. `cargo bench -p verbatim-nlp`; floors: 250,000 tokens a
//! second for tokens, parts of speech and names, 1.2 MB a second for everything.
//!
//! The texts are those of `sample/`. `TEXTS=FILE` takes another file in their place: plain text,
//! articles parted by lines of `----`.
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use std::path::Path;
use verbatim_nlp::{Annotator, Input, split_sentences, tokenize};

fn main() {
    divan::main();
}

fn texts() -> Vec<String> {
    if let Ok(file) = std::env::var("TEXTS") {
        let all = std::fs::read_to_string(&file).unwrap_or_else(|e| panic!("{file}: {e}"));
        return all.split("\n----\n").map(str::to_owned).collect();
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the sample")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    files.iter().map(|path| std::fs::read_to_string(path).expect("an article of the sample")).collect()
}

fn annotator() -> Annotator {
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/en.bin");
    Annotator::from_model(&std::fs::read(model).expect("models/en.bin")).expect("a model")
}

fn bytes(texts: &[String]) -> BytesCount {
    BytesCount::new(texts.iter().map(String::len).sum::<usize>())
}

fn count(texts: &[String]) -> ItemsCount {
    ItemsCount::new(texts.iter().map(|t| tokenize(t).len()).sum::<usize>())
}

#[divan::bench]
fn tokens(bencher: Bencher<'_, '_>) {
    let texts = texts();
    let work = || texts.iter().map(|text| tokenize(black_box(text)).len()).sum::<usize>();
    bencher.counter(bytes(&texts)).counter(count(&texts)).bench(work);
}

#[divan::bench]
fn sentences(bencher: Bencher<'_, '_>) {
    let texts = texts();
    let cut: Vec<_> = texts.iter().map(|text| (text, tokenize(text))).collect();
    let work = || {
        cut.iter().map(|(text, tokens)| split_sentences(text, black_box(tokens), &[]).len()).sum::<usize>()
    };
    bencher.counter(bytes(&texts)).counter(count(&texts)).bench(work);
}

#[divan::bench]
fn tokens_pos_and_names(bencher: Bencher<'_, '_>) {
    let (texts, annotator) = (texts(), annotator());
    let work = || texts.iter().map(|text| annotator.tagged(black_box(text)).0.len()).sum::<usize>();
    bencher.counter(bytes(&texts)).counter(count(&texts)).bench(work);
}

#[divan::bench]
fn everything(bencher: Bencher<'_, '_>) {
    let (texts, annotator) = (texts(), annotator());
    let read = |text: &String| annotator.annotate(Input { text: black_box(text), ..Input::default() });
    let work = || texts.iter().map(|text| read(text).quotations.len()).sum::<usize>();
    bencher.counter(bytes(&texts)).counter(count(&texts)).bench(work);
}

#[divan::bench]
fn opening_the_model(bencher: Bencher<'_, '_>) {
    bencher.bench(annotator);
}
