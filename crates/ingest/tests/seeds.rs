//! What the five first texts must give. They are other people's and lie outside the repository:
//! without them the test says so and passes.
use std::path::PathBuf;
use verbatim_article::{Article, BlockKind};
use verbatim_ingest::read;

fn seed(number: &str) -> Option<Article> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = here.join("../../../shared/corpora/seeds");
    let files = std::fs::read_dir(&folder).ok();
    let path = files.and_then(|mut f| {
        f.find_map(|e| {
            e.ok()
                .map(|e| e.path())
                .filter(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(number)))
        })
    });
    let Some(path) = path else {
        eprintln!("SKIPPED: no seed {number} in {}", folder.display());
        return None;
    };
    let reading = read("seed.txt", &std::fs::read(path).expect("a readable seed"));
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
    assert_eq!(reading.articles.len(), 1);
    reading.articles.into_iter().next()
}

fn kinds(article: &Article, kind: BlockKind) -> Vec<&str> {
    article.blocks.iter().filter(|b| b.kind == kind).map(|b| b.span.of(&article.text).trim()).collect()
}

#[test]
fn seed_000_has_a_date_and_no_headline() {
    let Some(article) = seed("000") else { return };
    assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2022-02-03"));
    assert_eq!(article.evidence["published"], "first line 'date 2022-02-03'");
    assert_eq!(article.headline, None);
    assert_eq!(kinds(&article, BlockKind::Boilerplate), ["date 2022-02-03"]);
    assert_eq!(article.language, "en");
}

#[test]
fn seed_001_is_an_agency_report() {
    let Some(article) = seed("001") else { return };
    assert!(article.headline.as_deref().is_some_and(|h| h.ends_with("assures official")));
    assert!(
        article.standfirst.as_deref().is_some_and(|s| s.starts_with("Presidential Communications Director"))
    );
    let dateline = article.dateline.as_ref().expect("a dateline");
    assert_eq!((dateline.place.as_deref(), dateline.date.as_deref()), (Some("ANKARA"), Some("02-03")));
    assert_eq!(article.agency.as_deref(), Some("TASS"));
    assert_eq!(article.published, None, "a dateline without a year is no publication date");
    assert_eq!(kinds(&article, BlockKind::Dateline), ["ANKARA, February 3. /TASS/."]);
}

#[test]
fn seed_002_has_buttons_and_a_stray_headline() {
    let Some(article) = seed("002") else { return };
    assert_eq!(
        article.headline.as_deref(),
        Some("Turkey and Russian Federation agree to build Syria mechanism")
    );
    let page = kinds(&article, BlockKind::Boilerplate);
    assert_eq!(page.len(), 4);
    assert_eq!(page[..3], ["Share", "Advertisement", "Advertisement"]);
    assert!(page[3].starts_with("Turkey Urges India"));
}

#[test]
fn seed_003_has_a_caption() {
    let Some(article) = seed("003") else { return };
    assert!(article.headline.as_deref().is_some_and(|h| h.ends_with("situation in Russia talks")));
    let captions = kinds(&article, BlockKind::Caption);
    assert_eq!(captions.len(), 1);
    assert!(captions[0].ends_with("(EPA Photo)"));
    assert_eq!(article.published, None, "a caption's date is not the article's");
    assert_eq!(article.standfirst, None);
}

#[test]
fn seed_004_ends_in_boilerplate() {
    let Some(article) = seed("004") else { return };
    assert!(article.headline.as_deref().is_some_and(|h| h.starts_with("Turkey promises to back NATO")));
    assert!(article.standfirst.as_deref().is_some_and(|s| s.starts_with("Foreign Minister")));
    assert_eq!(kinds(&article, BlockKind::Boilerplate), ["Comments are closed."]);
}

#[test]
fn blocks_tile_the_text() {
    for number in ["000", "001", "002", "003", "004"] {
        let Some(article) = seed(number) else { return };
        let mut at = 0;
        for block in &article.blocks {
            assert_eq!(block.span.range().start, at);
            assert!(!block.span.of(&article.text).trim().is_empty());
            at = block.span.range().end;
        }
        assert_eq!(at, article.text.len());
    }
}
