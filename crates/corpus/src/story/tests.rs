//! Stories as a whole, on generated texts.

use super::{OriginEvidence, Stories, Story};
use proptest::prelude::*;
use verbatim_article::{Article, ArticleId, PartialDate};

fn article(
    id: u64,
    words: std::ops::Range<u32>,
    day: Option<u32>,
    outlet: &str,
    agency: Option<&str>,
) -> Article {
    Article {
        id: ArticleId(id),
        outlet: Some(outlet.to_owned()),
        agency: agency.map(str::to_owned),
        published: day.and_then(|day| PartialDate::ymd(2025, 3, day)),
        language: "en".to_owned(),
        text: words.map(|n| format!("w{} ", n * 7919 % 5003)).collect(),
        ..Article::default()
    }
}

fn stories(articles: &[Article]) -> Vec<Story> {
    let mut stories = Stories::new();
    articles.iter().for_each(|article| stories.add(article));
    stories.stories()
}

fn ids(story: &Story) -> Vec<u64> {
    story.articles.iter().map(|id| id.0).collect()
}

#[test]
fn the_agency_is_the_origin() {
    let found = stories(&[
        article(1, 0..200, Some(4), "Mercury", Some("Ardinform")),
        article(2, 0..300, Some(4), "Ardinform", Some("Ardinform")),
        article(3, 50..260, Some(3), "Ledger", Some("Ardinform")),
        article(4, 900..1200, Some(4), "Ledger", None),
    ]);
    assert_eq!(found.len(), 2);
    assert_eq!((ids(&found[0]), found[0].origin), (vec![2, 3, 1], Some(ArticleId(2))));
    assert_eq!(found[0].because, Some(OriginEvidence::Agency("Ardinform".to_owned())));
    assert_eq!(ids(&found[1]), [4]);
}

#[test]
fn the_earliest_and_the_fullest() {
    let dated = stories(&[article(1, 0..200, Some(5), "A", None), article(2, 0..220, Some(4), "B", None)]);
    assert_eq!((dated[0].origin, &dated[0].because), (Some(ArticleId(2)), &Some(OriginEvidence::Earliest)));
    let undated = stories(&[article(1, 0..200, None, "A", None), article(2, 0..300, None, "B", None)]);
    assert_eq!(
        (undated[0].origin, &undated[0].because),
        (Some(ArticleId(2)), &Some(OriginEvidence::Fullest))
    );
    let equal = stories(&[article(1, 0..200, None, "A", None), article(2, 0..200, None, "B", None)]);
    assert_eq!((equal[0].origin, ids(&equal[0])), (None, vec![1, 2]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_does_not_matter(
        parts in prop::collection::vec((0u32..4, 0u32..120, 40u32..300, prop::option::of(1u32..28)), 1..12)
    ) {
        let articles: Vec<Article> = parts
            .iter()
            .enumerate()
            .map(|(n, &(text, from, length, day))| {
                let start = text * 1000 + from;
                article(n as u64, start..start + length, day, "A", None)
            })
            .collect();
        let mut turned = articles.clone();
        turned.reverse();
        prop_assert_eq!(stories(&articles), stories(&turned));
        // Slice by slice.
        let mut sliced = Stories::new();
        for (number, article) in articles.iter().enumerate() {
            sliced.add(article);
            match number % 3 {
                0 => drop(sliced.join(1)),
                1 => drop(sliced.stories()),
                _ => {}
            }
        }
        prop_assert_eq!(stories(&articles), sliced.stories());
    }
}
