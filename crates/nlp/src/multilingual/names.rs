use super::Words;
use crate::EntityType;
use crate::coref::is_given_name;
use crate::names::{Gazetteer, KnownKind, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use verbatim_article::Span;

/// A name in the text.
#[derive(Clone, Debug)]
pub(super) struct Name {
    pub tokens: Range<usize>,
    pub span: Span,
    pub kind: EntityType,
    /// Words of office before it: "ministre des Finances".
    pub role: Option<Span>,
}

/// Words of a name at most.
const LONGEST: usize = 12;

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "do", "dos", "du", "des", "la", "le", "von", "van", "der", "den",
    "ter", "zu", "al", "el", "bin", "ibn", "y", "e",
];

/// Names that are sure to be names: by a title before them, a given name, a known place, an
/// organisation's word, an acronym, or two capitals in a row where the language does not give them
/// to every noun. A single unknown word is left alone, unless a person's name ends in it.
pub(super) fn find(words: Words, sentences: &[Range<usize>]) -> Vec<Name> {
    // A word that also stands in small letters is no name where it opens a sentence.
    let common: FxHashSet<String> = (0..words.tokens.len())
        .filter(|at| words.word(*at).starts_with(char::is_lowercase))
        .map(|at| words.lower(at))
        .collect();
    let mut found: Vec<Name> = Vec::new();
    let mut single: Vec<Range<usize>> = Vec::new();
    for sentence in sentences {
        let mut at = sentence.start;
        while at < sentence.end {
            let end = run(words, sentence, at, &common);
            if end == at {
                at += 1;
                continue;
            }
            named(words, at..end, &mut found, &mut single);
            at = end;
        }
    }
    // "Brekken", where "Torvald Brekken" is named, in any case of the language.
    let mut last_words: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
    for name in found.iter().filter(|name| name.kind == EntityType::Person) {
        let word = fold(words.word(name.tokens.end - 1));
        last_words.entry(beginning(&word)).or_default().insert(word);
    }
    for range in single {
        let word = fold(words.word(range.start));
        let alike = last_words.get(&beginning(&word));
        if alike.is_some_and(|all| all.contains(&word) || all.iter().any(|l| same_word(words, l, &word))) {
            found.extend(words.span(&range).map(|span| Name {
                tokens: range,
                span,
                kind: EntityType::Person,
                role: None,
            }));
        }
    }
    found.sort_by_key(|name| name.span);
    found
}

/// What two forms of one name have in common at least.
const COMMON: usize = 4;

/// The letters that all forms of a folded name begin with, to look them up by.
pub(super) fn beginning(word: &str) -> String {
    word.chars().take(COMMON).collect()
}

/// Whether two folded words are one name, perhaps in two cases.
pub(super) fn same_word(words: Words, a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    // Endings of up to three letters; what is left must tell one name from another.
    words.language.cases && same >= COMMON && a.len().max(b.len()) - same <= 3
}

/// The end of a run of words with capitals. Small words join what follows where one word stands
/// before them ("Piet de Vries"), or in the name of a body ("Banco de España").
fn run(words: Words, sentence: &Range<usize>, start: usize, common: &FxHashSet<String>) -> usize {
    let quote = |at: usize| words.get(at).chars().all(|c| !c.is_alphanumeric());
    let opens = |at: usize| {
        if !words.capital(at) || !words.letters(at) {
            return false;
        }
        let lower = words.lower(at);
        let first = at == sentence.start || at > 0 && quote(at - 1) && words.get(at - 1) != "(";
        !(words.language.never.contains(lower.as_str()) || first && common.contains(&lower))
    };
    if !opens(start) {
        return start;
    }
    let mut end = start + 1;
    // Longer than any name: a line in capitals.
    while end < sentence.end.min(start + LONGEST) && words.beside(end) {
        let particles = (end..sentence.end.min(end + 2))
            .take_while(|at| PARTICLES.contains(&words.lower(*at).as_str()))
            .count();
        let joins = particles > 0
            && opens(end + particles)
            && (end..=end + particles).all(|at| words.beside(at))
            && match words.language.nouns {
                true => end == start + 1 && is_given_name(words.word(start)),
                false => end == start + 1 || (start..end).any(|at| words.language.body(&words.lower(at))),
            };
        if opens(end) {
            end += 1;
        } else if joins && end + particles < sentence.end {
            end += particles + 1;
        } else if words.get(end) == "." && words.word(end - 1).chars().count() == 1 && opens(end + 1) {
            end += 1;
        } else if words.get(end) == "-" && end + 1 < sentence.end && opens(end + 1) {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// What a run of words with capitals names.
fn named(words: Words, run: Range<usize>, found: &mut Vec<Name>, single: &mut Vec<Range<usize>>) {
    let language = words.language;
    let mut push = |tokens: Range<usize>, kind: EntityType, role: Option<Span>| {
        found.extend(words.span(&tokens).map(|span| Name { tokens, span, kind, role }));
    };
    // Titles with a capital belong to the run: "Minister Andrej Veldanský".
    let last = run.end - 1;
    let title = (run.start..last).rev().find(|at| language.title(&words.lower(*at)));
    let before = run.start.checked_sub(1).filter(|at| {
        words.beside(run.start)
            && words.letters(*at)
            && !words.capital(*at)
            && language.title(&words.lower(*at))
    });
    let name = title.map_or(run.start, |at| at + 1)..run.end;
    let titled = title.is_some() || before.is_some();
    let office = |at: usize| language.office(words.lower(at).trim_end_matches('.'));
    let role = match (title, before) {
        (Some(title), _) if office(title) => words.span(&(run.start..title + 1)),
        (None, Some(before)) if office(before) => words.span(&(before..before + 1)),
        _ => beside_comma(words, &name),
    };
    // "burmistrz Drovny Anna Ferowska": the place that the office is of stands before the name.
    let given = name.clone().find(|at| is_given_name(words.word(*at)));
    // Where every noun has a capital: "Popstar Robin Vale", "Geschäftsführer Christian Holm".
    let (name, role) = match given {
        Some(given) if given > name.start && given + 1 < name.end && (titled || language.nouns) => {
            let before = words.span(&(name.start..given)).filter(|_| !titled);
            (given..name.end, role.or(before))
        }
        _ => (name, role),
    };
    let given = given.is_some_and(|at| at == name.start);
    let written = words.span(&name).map_or("", |span| span.of(words.text));
    let folded = fold(written);
    let acronym = name.len() == 1
        && (2..=6).contains(&written.chars().count())
        && written.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
    if let Some(known) = Gazetteer::get().named_folded(&folded, written) {
        let body = known.kind == KnownKind::Body;
        push(name, if body { EntityType::Organization } else { EntityType::Location }, None);
    } else if whole_line(words, &run) && !titled {
        // A headline in capitals, an outlet's name: words, not names.
    } else if dateline(words, &name) {
        push(name, EntityType::Location, None);
    } else if (titled || role.is_some() && name.len() > 1)
        && name.len() <= 4
        && !language.body(&words.lower(name.start))
    {
        push(name, EntityType::Person, role);
    } else if name.clone().any(|at| language.body(&words.lower(at))) {
        // "Ministerium" alone is any ministry.
        if name.len() > 1 {
            push(name, EntityType::Organization, None);
        }
    } else if acronym {
        push(name, EntityType::Organization, None);
    } else if name.len() == 1 {
        let behind = name.start.checked_sub(1).filter(|at| words.beside(name.start) && !words.capital(*at));
        let place = behind.is_some_and(|at| language.places.contains(words.lower(at).as_str()))
            && written.chars().count() > 2;
        if place && !language.nouns && !language.cases {
            push(name, EntityType::Location, None);
        } else {
            single.push(name);
        }
    } else if given {
        push(name, EntityType::Person, role);
    } else if language.nouns {
        // Two nouns side by side.
    } else if !language.verbs.is_empty() && name.len() <= 4 {
        push(name, EntityType::Person, None);
    } else {
        push(name, EntityType::Misc, None);
    }
}

/// An office between commas, before or behind a name: "the minister of transport, Jana Holm",
/// "Luca Ferri, sindaco di Drovna".
fn beside_comma(words: Words, name: &Range<usize>) -> Option<Span> {
    let office = |at: usize| words.language.office(words.lower(at).trim_end_matches('.'));
    let plain = |at: usize| words.letters(at) && !words.language.verbs.contains_key(words.lower(at).as_str());
    if words.get(name.end) == "," {
        let found = (name.end + 1..name.end + 3).take_while(|at| plain(*at)).find(|at| office(*at));
        if let Some(at) = found {
            return words.span(&(at..at + 1));
        }
    }
    let comma = name.start.checked_sub(1).filter(|at| words.get(*at) == ",")?;
    let mut before =
        (comma.saturating_sub(6)..comma).rev().take_while(|at| plain(*at) && words.beside(at + 1));
    before.find(|at| office(*at)).and_then(|at| words.span(&(at..at + 1)))
}

/// Whether a run is all that its line holds.
fn whole_line(words: Words, run: &Range<usize>) -> bool {
    !words.beside(run.start) && !words.beside(run.end)
}

/// A place that opens a report: "SELMAR – ", "Drovna (SPB) - ".
fn dateline(words: Words, name: &Range<usize>) -> bool {
    !words.beside(name.start)
        && name.len() <= 2
        && (matches!(words.get(name.end), "–" | "—" | "-" | "--")
            || words.get(name.end) == "(" && matches!(words.get(name.end + 3), "–" | "—" | "-" | "--"))
}
