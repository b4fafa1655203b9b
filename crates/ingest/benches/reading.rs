//! How fast files become articles, in bytes a second on one core.
//! `cargo bench -p verbatim-ingest`; aims: plain text 100 MB/s, saved pages 10 MB/s.
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use verbatim_ingest::read;

fn main() {
    divan::main();
}

const PARAGRAPH: &str = "The harbour office of Orvik said on Monday that the ferry to Hafnar would stay in dock until its new \
    engine had been tested twice. “We wait for the inspectors and for nobody else,” harbour master Ida Kvam told reporters on the \
    quay, adding that the tests would not begin before the end of the week.";

fn text(size: usize) -> String {
    let mut out = String::from("Ferry to Hafnar stays in dock\n3 February 2022\n\nORVIK (Nordpress) — ");
    while out.len() < size {
        out.push_str(PARAGRAPH);
        out.push_str("\n\n");
    }
    out
}

#[divan::bench(args = [5_000, 100_000])]
fn plain_text(bencher: Bencher<'_, '_>, size: usize) {
    let bytes = text(size).into_bytes();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| read("a.txt", black_box(&bytes)));
}

#[divan::bench]
fn plain_text_in_windows_1254(bencher: Bencher<'_, '_>) {
    let words = text(5_000).replace("Kvam", "Kv\u{fd}m").replace(['“', '”'], "\"").replace('—', "-");
    let bytes: Vec<u8> = words.chars().map(|c| c as u8).collect();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| read("a.txt", black_box(&bytes)));
}

/// A page as papers serve them: more markup, scripts and links than article.
fn page() -> String {
    let link = "<li class=\"nav-item nav-item--level-1\"><a class=\"nav-link js-track\" href=\"https://courier.example/section/news?ref=nav\" data-track=\"nav\">News of the day</a></li>\n";
    let teaser = "<div class=\"teaser teaser--small\"><h3 class=\"teaser__title\"><a href=\"/2022/02/03/bridge\">Bridge opens to lorries again</a></h3><p class=\"teaser__text\">The council voted on Tuesday.</p></div>\n";
    let script = format!(
        "<script>{}</script>\n",
        "window.dataLayer=window.dataLayer||[];dataLayer.push({event:'page',id:12345});".repeat(60)
    );
    let body: String =
        (0..20).map(|_| format!("<p class=\"article__paragraph\">{PARAGRAPH}</p>\n")).collect();
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Ferry stays in dock | The Orvik Courier</title>\
         <meta property=\"article:published_time\" content=\"2022-02-03T08:00:00+01:00\">{script}{script}</head><body><nav><ul>{}</ul></nav>\
         <main><article><h1>Ferry stays in dock</h1><div class=\"article__body\">{body}</div></article><aside class=\"related\">{}</aside></main>\
         <footer>{}</footer>{script}</body></html>",
        link.repeat(80),
        teaser.repeat(40),
        link.repeat(60)
    )
}

#[divan::bench]
fn saved_page(bencher: Bencher<'_, '_>) {
    let bytes = page().into_bytes();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| read("a.html", black_box(&bytes)));
}

#[divan::bench]
fn table(bencher: Bencher<'_, '_>) {
    let mut out = String::from("title,text,date,source\n");
    for day in 1..=28 {
        out.push_str(&format!("Ferry {day},\"{PARAGRAPH}\",2022-02-{day:02},The Orvik Courier\n"));
    }
    let bytes = out.into_bytes();
    bencher.counter(BytesCount::of_slice(&bytes)).bench(|| read("a.csv", black_box(&bytes)));
}
