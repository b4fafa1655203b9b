use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::OnceLock;
use verbatim_article::Article;
use verbatim_nlp::{Annotator, Document, Input, names::fold};

#[derive(Deserialize)]
pub struct Gold {
    pub articles: Vec<GoldArticle>,
    pub names: Vec<GoldName>,
    pub stories: Vec<Vec<String>>,
    pub same_quotes: Vec<GoldGroup>,
}

#[derive(Deserialize)]
pub struct GoldArticle {
    pub file: String,
    pub headline: Option<String>,
    pub published: String,
    pub outlet: Option<String>,
    pub agency: Option<String>,
    pub language: String,
    pub quotations: Vec<GoldQuotation>,
}

#[derive(Deserialize)]
pub struct GoldQuotation {
    #[serde(rename = "type")]
    pub kind: String,
    pub content: Vec<String>,
    pub cue: Option<String>,
    pub source: Option<String>,
    pub speaker: Option<String>,
    #[serde(default)]
    pub nested: bool,
}

#[derive(Deserialize)]
pub struct GoldName {
    pub name: String,
    pub variants: Vec<String>,
}

#[derive(Deserialize)]
pub struct GoldGroup {
    pub speaker: Option<String>,
    /// File, and a piece of the quotation's content.
    pub members: Vec<(String, String)>,
}

/// An article of the sample as it was read and understood.
pub struct Read {
    pub article: Article,
    pub document: Document,
}

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

pub fn gold() -> &'static Gold {
    static GOLD: OnceLock<Gold> = OnceLock::new();
    GOLD.get_or_init(|| {
        let bytes = std::fs::read(root("sample/gold.json")).expect("sample/gold.json");
        serde_json::from_slice(&bytes).expect("the gold file has the shape above")
    })
}

/// The sample through the whole path, in the order of the gold file.
pub fn sample() -> &'static [Read] {
    static SAMPLE: OnceLock<Vec<Read>> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let model = std::fs::read(root("models/en.bin")).expect("models/en.bin");
        // As the command does: by rule alone where there is no trained model yet.
        let annotator = Annotator::from_model(&model).unwrap_or_default();
        gold().articles.iter().map(|gold| read(&annotator, &gold.file)).collect()
    })
}

fn read(annotator: &Annotator, file: &str) -> Read {
    let bytes = std::fs::read(root("sample").join(file)).expect("an article of the sample");
    let mut reading = verbatim_ingest::read(file, &bytes);
    assert_eq!(reading.problems, [], "{file}");
    assert_eq!(reading.articles.len(), 1, "{file} is one article");
    let article = reading.articles.remove(0);
    let input = Input {
        text: &article.text,
        blocks: &article.blocks,
        published: article.published,
        language: &article.language,
    };
    let document = annotator.annotate(input);
    Read { article, document }
}

/// The words, lower case, without accents and punctuation.
pub fn words(text: &str) -> Vec<String> {
    let letters = |c: char| if c.is_alphanumeric() { c } else { ' ' };
    text.chars().map(letters).collect::<String>().split_whitespace().map(fold).collect()
}

/// Whether `found` is a way to write the name `wanted`. A surname alone will do where only one
/// person of the sample bears it.
pub fn is_name(wanted: &str, found: &str) -> bool {
    let titles = ["captain", "dr", "mr", "ms", "dame", "minister", "deputy", "judge", "the", "of"];
    let bare = |text: &str| -> BTreeSet<String> {
        words(text).into_iter().filter(|word| !titles.contains(&word.as_str())).collect()
    };
    let found = bare(found);
    let bearers = |names: &GoldName| {
        std::iter::once(&names.name).chain(&names.variants).any(|variant| found.is_subset(&bare(variant)))
    };
    let mut possible = gold().names.iter().filter(|names| bearers(names));
    match (possible.next(), possible.next()) {
        (Some(one), None) => one.name == wanted,
        (Some(_), Some(_)) => false,
        (None, _) => !found.is_empty() && found == bare(wanted),
    }
}

#[test]
fn every_marked_word_stands_in_its_article() {
    for (gold, read) in gold().articles.iter().zip(sample()) {
        // Markup may break a line where the gold file has a space.
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = flat(&read.article.text);
        for quotation in &gold.quotations {
            let marked = quotation.content.iter().chain(&quotation.cue).chain(&quotation.source);
            for words in marked {
                assert!(text.contains(&flat(words)), "{}: {words:?}", gold.file);
            }
        }
    }
}

#[test]
fn groups_and_stories_name_what_is_marked() {
    let gold = gold();
    let marked = |file: &str, words: &String| {
        let article = gold.articles.iter().find(|article| article.file == file);
        article.is_some_and(|a| a.quotations.iter().any(|q| q.content.contains(words)))
    };
    for group in &gold.same_quotes {
        assert!(group.members.len() > 1);
        for (file, words) in &group.members {
            assert!(marked(file, words), "{file}: {words:?} of {:?}", group.speaker);
        }
    }
    for story in &gold.stories {
        assert!(story.iter().all(|file| gold.articles.iter().any(|article| article.file == *file)));
    }
}

#[test]
fn the_page_opens_with_what_is_marked() {
    let index: serde_json::Value =
        serde_json::from_slice(&std::fs::read(root("sample/index.json")).unwrap()).unwrap();
    let files: Vec<&str> = gold().articles.iter().map(|article| article.file.as_str()).collect();
    assert_eq!(index["files"], serde_json::json!(files));
}

#[test]
fn two_people_of_one_surname_need_their_given_name() {
    assert!(is_name("Torvald Brekken", "Torvald Brekken"));
    assert!(!is_name("Torvald Brekken", "Mr Brekken"));
    assert!(!is_name("Torvald Brekken", "Sunniva Brekken"));
    assert!(is_name("Andrej Veldanský", "Minister Veldanskiy"));
}
