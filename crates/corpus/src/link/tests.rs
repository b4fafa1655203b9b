//! Linking as a whole, on invented articles: each is a list of entities, an entity a list of names.

use super::{Linker, Links};
use proptest::prelude::*;
use verbatim_article::{ArticleId, Span};
use verbatim_nlp::EntityType::{self, Group, Location, Organization, Person};
use verbatim_nlp::{Document, Entity, Mention, MentionKind};

type Told = (EntityType, Vec<String>);

fn article(entities: &[Told]) -> (String, Document) {
    let mut text = String::new();
    let mut document = Document::default();
    for (kind, names) in entities {
        let mut mentions = Vec::new();
        for name in names {
            let start = text.len();
            text.push_str(name);
            let bare = name.split(" (").next().unwrap_or(name);
            mentions.push(Mention { span: Span::new(start, start + bare.len()), kind: MentionKind::Name });
            text.push_str(". ");
        }
        let name = names.iter().max_by_key(|n| n.len()).cloned().unwrap_or_default();
        let name = name.split(" (").next().unwrap_or_default().to_owned();
        document.entities.push(Entity { kind: *kind, name, roles: Vec::new(), mentions, date: None });
    }
    (text, document)
}

fn told(kind: EntityType, names: &str) -> Told {
    (kind, names.split('|').map(str::to_owned).collect())
}

fn link(articles: &[Vec<Told>], order: impl Iterator<Item = usize>) -> Links {
    let mut linker = Linker::new();
    for at in order {
        let (text, document) = article(&articles[at]);
        assert!(linker.add_text(ArticleId(at as u64), &text, &document));
    }
    linker.links()
}

fn linked(articles: &[Vec<Told>]) -> Links {
    link(articles, 0..articles.len())
}

/// Names of the entity that bears one of them, each once, sorted.
fn bearers(links: &Links, name: &str) -> Vec<Vec<String>> {
    let bears = |e: &&super::CorpusEntity| e.variants.iter().any(|v| v.text == name);
    let names = |e: &super::CorpusEntity| {
        let mut names: Vec<String> = e.variants.iter().map(|v| v.text.clone()).collect();
        names.sort();
        names
    };
    links.entities.iter().filter(bears).map(names).collect()
}

#[test]
fn spellings_and_short_names_are_one_person() {
    let links = linked(&[
        vec![told(Person, "Ayşe Kılıçoğlu|Kılıçoğlu"), told(Location, "Drovna")],
        vec![told(Person, "Ayse Kilicoglu"), told(Location, "Drovna")],
        vec![told(Person, "Kilicoglu"), told(Location, "Drovna")],
    ]);
    assert_eq!(
        bearers(&links, "Kilicoglu"),
        [["Ayse Kilicoglu", "Ayşe Kılıçoğlu", "Kilicoglu", "Kılıçoğlu"]]
    );
    assert_eq!(links.entities[1].key, "kilicoglu");
    assert_eq!(links.find("ayse-kilicoglu"), links.find("kilicoglu"));
}

#[test]
fn countries_and_bodies_have_several_names() {
    let links = linked(&[
        vec![told(Location, "Turkey|Turkiye"), told(Organization, "NATO"), told(Location, "Kiev")],
        vec![told(Location, "Türkiye"), told(Organization, "North Atlantic Treaty Organisation")],
        vec![told(Location, "Kyiv"), told(Location, "Russian Federation")],
        vec![told(Organization, "Russia")],
    ]);
    let keys: Vec<&str> = links.entities.iter().map(|e| e.key.as_str()).collect();
    assert_eq!(keys, ["kyiv", "nato", "russia", "turkey"]);
}

#[test]
fn acronyms_are_learned_from_brackets() {
    let links =
        linked(&[vec![told(Organization, "Drovna Harbour Watch (DHW)")], vec![told(Organization, "DHW")]]);
    assert_eq!(bearers(&links, "DHW"), [["DHW", "Drovna Harbour Watch"]]);
}

#[test]
fn a_firm_is_not_its_founder() {
    let company =
        || [told(Person, "Anna Quist"), told(Organization, "Tessin Bank"), told(Location, "Selmar")];
    let with = |first: Told| [vec![first], company().to_vec()].concat();
    let people: Vec<Vec<Told>> = (0..6).map(|_| with(told(Person, "Peter Dorn|Dorn|Dorn"))).collect();
    let of = |firm: bool| {
        let mut linker = Linker::new();
        for (at, told) in people.iter().chain([&with(told(Organization, "Dorn|Dorn"))]).enumerate() {
            let (text, mut document) = article(told);
            if firm && at == people.len() {
                document.entities[0].roles.push("carmaker".to_owned());
            }
            linker.add_text(ArticleId(at as u64), &text, &document);
        }
        let links = linker.links();
        let of = |article: usize| links.of(ArticleId(article as u64), verbatim_nlp::EntityIndex(0));
        assert!(of(0).is_some() && of(people.len()).is_some());
        of(0) == of(people.len())
    };
    // Nothing says that it is a firm: a recogniser's slip. A maker of cars is no man, whoever is around both.
    assert!(of(false) && !of(true));
    let written = linked(&[with(told(Person, "Peter Dorn|Dorn")), with(told(Organization, "Dorn AG|Dorn"))]);
    assert_eq!(bearers(&written, "Dorn"), [["Dorn", "Dorn AG"], ["Dorn", "Peter Dorn"]]);
}

#[test]
fn an_office_is_its_countrys() {
    let ministry = |whose: &str| {
        told(Organization, &format!("{whose} Foreign Ministry|Foreign Ministry|Foreign Ministry"))
    };
    let links = linked(&[
        vec![ministry("Turkish"), told(Location, "Türkiye"), told(Location, "Greece")],
        vec![ministry("Greek"), told(Location, "Greece")],
        vec![told(Organization, "Foreign Ministry"), told(Location, "Athens")],
        vec![told(Organization, "Foreign Ministry"), told(Location, "Türkiye"), told(Location, "Greece")],
    ]);
    let of = |article: u64| links.of(ArticleId(article), verbatim_nlp::EntityIndex(0)).unwrap();
    assert_ne!(of(0), of(1));
    // One country is named, or two: then nobody knows whose it is.
    assert_eq!(of(2), of(1));
    assert!(of(3) != of(0) && of(3) != of(1));
    let asked = |a, b| {
        links.suggestions.iter().any(|s| [s.entity, s.other] == [a, b] || [s.entity, s.other] == [b, a])
    };
    assert!(asked(of(3), of(0)) || asked(of(3), of(1)));
}

#[test]
fn letters_that_two_bodies_share_join_neither() {
    let links = linked(&[
        vec![
            told(Organization, "Drovna Harbour Watch (DHW)|DHW|DHW"),
            told(Person, "Ana Sorel"),
            told(Location, "Drovna"),
        ],
        vec![told(Organization, "Democratic Housing Workers (DHW)|DHW|DHW"), told(Location, "Ardin")],
        vec![told(Organization, "DHW"), told(Person, "Ana Sorel"), told(Location, "Drovna")],
        vec![told(Organization, "DHW")],
    ]);
    let of = |article: u64| links.of(ArticleId(article), verbatim_nlp::EntityIndex(0)).unwrap();
    assert_ne!(of(0), of(1));
    assert_eq!(of(2), of(0));
    assert!(of(3) != of(0) && of(3) != of(1));
}

#[test]
fn two_people_of_one_surname_stay_apart() {
    let links = linked(&[
        vec![told(Person, "Ana Sorel|Sorel"), told(Organization, "Kelsund Bank"), told(Person, "Ivo Brandt")],
        vec![
            told(Person, "Piet Sorel|Sorel"),
            told(Organization, "Ardin Rovers"),
            told(Person, "Max Teller"),
        ],
        vec![told(Person, "Sorel"), told(Organization, "Ardin Rovers"), told(Person, "Max Teller")],
        vec![told(Person, "Sorel")],
    ]);
    let of = |article: u64| {
        links.of(ArticleId(article), verbatim_nlp::EntityIndex(0)).and_then(|id| links.entity(id)).unwrap()
    };
    assert_eq!(of(0).name, "Ana Sorel");
    assert_eq!(of(1).name, "Piet Sorel");
    // The company of others tells who is meant; without it nobody is.
    assert_eq!(of(2).name, "Piet Sorel");
    assert_eq!(of(3).name, "Sorel");
    assert!(!links.suggestions.is_empty());
}

#[test]
fn a_slip_of_the_pen_is_joined_in_context_only() {
    let context = || vec![told(Person, "Ivo Brandt"), told(Organization, "Kelsund Bank")];
    let mut near = vec![
        [vec![told(Location, "Ardinia")], context()].concat(),
        [vec![told(Location, "Ardinia")], context()].concat(),
        [vec![told(Location, "Ardnia")], context()].concat(),
    ];
    assert_eq!(bearers(&linked(&near), "Ardnia"), [["Ardinia", "Ardnia"]]);
    near[2] = vec![told(Location, "Ardnia"), told(Person, "Max Teller")];
    assert_eq!(bearers(&linked(&near), "Ardnia"), [["Ardnia"]]);
    // Two countries one letter apart are never joined.
    let two = [vec![told(Location, "Gambia"), told(Location, "Zambia")], vec![told(Location, "Gambia")]];
    assert_eq!(bearers(&linked(&two), "Zambia"), [["Zambia"]]);
}

#[test]
fn an_article_twice_changes_nothing() {
    let (text, document) = article(&[told(Person, "Ana Sorel")]);
    let mut linker = Linker::new();
    assert!(linker.add_text(ArticleId(1), &text, &document));
    assert!(!linker.add_text(ArticleId(1), &text, &document));
    assert_eq!(linker.links().entities[0].articles, 1);
}

fn some_entity() -> impl Strategy<Value = Told> {
    let given = prop::sample::select(vec!["Ana ", "Piet ", "A. ", "Anna ", "Ana Maria ", ""]);
    let surname = prop::sample::select(vec!["Sorel", "Sorell", "Kilic", "Kılıç", "Brandt", "Brant"]);
    let thing = prop::sample::select(vec![
        "Turkey",
        "Turkiye",
        "Tukey",
        "NATO",
        "Drovna",
        "Drovna Harbour Watch (DHW)",
        "DHW",
        "Dover Hill Works",
        "Sorel",
    ]);
    prop_oneof![
        (given, surname).prop_map(|(g, s)| (Person, vec![format!("{g}{s}"), s.to_owned()])),
        (prop::sample::select(vec![Location, Organization, Group]), thing)
            .prop_map(|(kind, name)| (kind, vec![name.to_owned()])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// The order in which articles come does not change who is who.
    #[test]
    fn order_does_not_matter(
        (articles, order) in prop::collection::vec(prop::collection::vec(some_entity(), 1..6), 1..12)
            .prop_flat_map(|a| { let n: Vec<usize> = (0..a.len()).collect(); (Just(a), Just(n).prop_shuffle()) })
    ) {
        prop_assert_eq!(linked(&articles), link(&articles, order.into_iter()));
    }

    /// Every named entity has exactly one place, and it knows of it.
    #[test]
    fn everything_is_somewhere(articles in prop::collection::vec(prop::collection::vec(some_entity(), 1..6), 1..8)) {
        let links = linked(&articles);
        for (number, article) in articles.iter().enumerate() {
            for index in 0..article.len() {
                let place = (ArticleId(number as u64), verbatim_nlp::EntityIndex(index as u32));
                let id = links.of(place.0, place.1).unwrap();
                prop_assert!(links.entity(id).unwrap().occurrences.contains(&place));
            }
        }
    }
}
