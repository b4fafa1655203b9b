use super::capitals::capital_names_where;
use super::entity::{Draft, Found, Named};
use super::features::Pronoun;
use super::pronoun::{PronounExample, Resolver};
use super::text::Text;
use super::{features, gender, names, nominal, roles, speaker};
use crate::names::{Gazetteer, KnownKind, fold};
use crate::quote::Traits;
use crate::{Entity, EntityIndex, EntityType, Mention, MentionKind, Pos, Quotation, QuotationKind};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;
use verbatim_article::Span;

/// What coreference starts from.
#[derive(Clone, Copy, Debug)]
pub struct CorefInput<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Span],
    /// Their parts of speech; may be shorter.
    pub pos: &'a [Pos],
    /// What is known of them beforehand; may be shorter.
    pub(crate) traits: &'a [Traits],
    /// Sentences as ranges of tokens.
    pub sentences: &'a [Range<usize>],
    /// Names as recognised, in order.
    pub names: &'a [Named],
}

/// Entities of an article with all their mentions. Sets the speaker of each quotation.
pub(crate) fn resolve(input: CorefInput<'_>, quotations: &mut [Quotation]) -> Vec<Entity> {
    let (drafts, speakers, _) = run(input, quotations, false);
    finish(input.text, drafts, &speakers, quotations)
}

/// The decisions about "he" and "she" in an article, for training.
#[must_use]
pub fn pronoun_examples(input: CorefInput<'_>, quotations: &[Quotation]) -> Vec<PronounExample> {
    run(input, quotations, true).2
}

type Run = (Vec<Draft>, Vec<Option<usize>>, Vec<PronounExample>);

fn run(input: CorefInput<'_>, quotations: &[Quotation], train: bool) -> Run {
    let text = Text::new(&input);
    let (sure, guessed) = guesses(&input);
    let mut drafts = names::group(text, &sure, &guessed);
    for draft in &mut drafts {
        draft.personal = personal(text, draft);
    }
    let used = roles::learn(text, &mut drafts);
    nominal::resolve(text, &mut drafts, &used);
    for draft in drafts.iter_mut().filter(|draft| draft.name.is_empty()) {
        draft.gender = nominal::gender_of(draft);
    }
    let contents: Vec<Vec<Range<usize>>> = quotations
        .iter()
        .map(|quotation| match quotation.kind {
            // The words of an indirect quotation are the writer's: its pronouns are seen from outside.
            QuotationKind::Direct | QuotationKind::Mixed => {
                quotation.content.iter().map(|s| text.range(*s)).collect()
            }
            QuotationKind::Indirect => Vec::new(),
        })
        .collect();
    let sources: Vec<Range<usize>> =
        quotations.iter().map(|q| q.source.first().map_or(0..0, |span| text.range(*span))).collect();
    let mut resolver = Resolver::new(text, &contents, &sources, &drafts, train);
    let mut speakers: Vec<Option<usize>> = vec![None; quotations.len()];

    // Sources in the order of the text, so that "he said" knows who spoke before.
    let mut waiting: Vec<(usize, usize)> = quotations
        .iter()
        .enumerate()
        .filter_map(|(number, quotation)| Some((text.range(*quotation.source.first()?).start, number)))
        .collect();
    waiting.sort_unstable();
    let mut waiting = waiting.into_iter().peekable();
    let mut outside = resolver.pronouns(false).into_iter().peekable();
    loop {
        let pronoun = outside.peek().map_or(usize::MAX, |p| p.token);
        let source = waiting.peek().map_or(usize::MAX, |w| w.0);
        if pronoun == usize::MAX && source == usize::MAX {
            break;
        }
        if pronoun <= source {
            if let Some(pronoun) = outside.next() {
                resolver.resolve(&mut drafts, &pronoun, &speakers);
            }
            continue;
        }
        let Some((token, number)) = waiting.next() else { continue };
        let Some(quotation) = quotations.get(number) else { continue };
        // The pronoun of a source may stand a token later: "when he".
        while let Some(late) = outside
            .next_if(|p: &Pronoun| quotation.source.iter().any(|span| text.range(*span).contains(&p.token)))
        {
            resolver.resolve(&mut drafts, &late, &speakers);
        }
        let found = match text.lower(token).as_ref() {
            "it" | "they" => {
                let before = speakers.iter().zip(quotations).filter(|(s, q)| {
                    s.is_some() && q.source.first().is_some_and(|span| text.range(*span).start < token)
                });
                let last =
                    before.max_by_key(|(_, q)| q.source.first().map(|s| s.start)).and_then(|(s, _)| *s);
                let who = speaker::impersonal(text, &drafts, token, last);
                if let Some(number) = who {
                    attach_pronoun(text, &mut drafts, number, token);
                }
                who
            }
            _ => speaker::speaker(text, &mut drafts, &quotation.source),
        };
        if let Some(number) = found {
            resolver.mention(number, token);
        }
        if let Some(slot) = speakers.get_mut(number) {
            *slot = found;
        }
    }
    for pronoun in resolver.pronouns(true) {
        resolver.resolve(&mut drafts, &pronoun, &speakers);
    }
    first_person(text, &mut drafts, &contents, &speakers);
    (drafts, speakers, resolver.examples.unwrap_or_default())
}

/// Whether the words around an entity's mentions speak for a person: a subject or possessor
/// somewhere, and nowhere a place.
fn personal(text: Text<'_>, draft: &Draft) -> bool {
    const PLACES: &[&str] = &[
        "in", "at", "near", "the", "off", "across", "into", "around", "outside", "inside", "through", "via",
        "this",
    ];
    let placed = |found: &Found| {
        let towards = || draft.kind == EntityType::Location && draft.mentions.len() > 1;
        let before = found.range.start.checked_sub(1);
        before.is_some_and(|at| {
            text.is(at, PLACES) || towards() && text.is(at, &["of", "to", "from", "for", "between"])
        }) || text.words(&found.range).chars().all(|c| !c.is_lowercase())
    };
    let acts = |found: &Found| {
        matches!(features::place(text, found), features::Place::Subject | features::Place::Possessor)
    };
    !draft.is_person() && !draft.mentions.iter().any(placed) && draft.mentions.iter().any(acts)
}

/// Names by their capitals that no recogniser saw: those that repeat a person's name count as
/// recognised, the others are guesses. The first word of a sentence alone is no guess, unless it
/// is a name elsewhere or a given name.
fn guesses(input: &CorefInput<'_>) -> (Vec<Named>, Vec<Named>) {
    let text = Text::new(input);
    let mut seen = input.names.iter().peekable();
    let mut found = capital_names_where(input, |guess| {
        while seen.next_if(|named| named.span.end <= guess.start).is_some() {}
        !seen.peek().is_some_and(|named| named.span.overlaps(guess))
    });
    found.retain(|guess| guess.kind == EntityType::Person);
    let mut words: FxHashSet<String> = FxHashSet::default();
    for named in input.names.iter().filter(|named| named.kind == EntityType::Person) {
        let folded = fold(named.span.of(input.text));
        words.extend(folded.split(' ').filter(|word| word.len() > 2).map(str::to_owned));
        words.insert(folded);
    }
    let opens = |guess: &Named| {
        let range = text.range(guess.span);
        range.len() == 1 && text.sentence_of(range.start).start == range.start
    };
    let inside: FxHashSet<String> =
        found.iter().filter(|guess| !opens(guess)).map(|guess| fold(guess.span.of(input.text))).collect();
    let (sure, rest): (Vec<Named>, Vec<Named>) =
        found.into_iter().partition(|guess| words.contains(&fold(guess.span.of(input.text))));
    let mut names: Vec<Named> = input.names.iter().cloned().chain(sure).collect();
    names.sort_by_key(|named| named.span);
    let kept = rest.into_iter().filter(|guess| {
        let word = guess.span.of(input.text);
        !opens(guess)
            || inside.contains(&fold(word))
            || gender::of_given_name(word) != gender::Gender::Unknown
    });
    (names, kept.collect())
}

fn attach_pronoun(text: Text<'_>, drafts: &mut [Draft], number: usize, token: usize) {
    let range = token..token + 1;
    if let (Some(span), Some(draft)) = (text.span(&range), drafts.get_mut(number)) {
        draft.insert(Found { range, span, kind: MentionKind::Pronoun });
    }
}

/// "I" in a direct quotation is its speaker.
fn first_person(
    text: Text<'_>,
    drafts: &mut [Draft],
    contents: &[Vec<Range<usize>>],
    speakers: &[Option<usize>],
) {
    for (pieces, speaker) in contents.iter().zip(speakers) {
        let Some(speaker) = *speaker else { continue };
        if !drafts.get(speaker).is_some_and(Draft::is_person) {
            continue;
        }
        for token in pieces.iter().cloned().flatten() {
            if text.get(token) == "I" || text.is(token, &["me", "my", "mine", "myself"]) {
                attach_pronoun(text, drafts, speaker, token);
            }
        }
    }
}

/// Drafts to entities in the order of their first mention; what has no name, speaks nowhere and is
/// taken up by nothing is left out, and so is a guessed name that nobody speaks by and no pronoun
/// takes up.
fn finish(
    text: &str,
    drafts: Vec<Draft>,
    speakers: &[Option<usize>],
    quotations: &mut [Quotation],
) -> Vec<Entity> {
    let speaking: FxHashSet<usize> = speakers.iter().flatten().copied().collect();
    let wanted = |number: usize, draft: &Draft| {
        let pronoun = || draft.mentions.iter().any(|mention| mention.kind == MentionKind::Pronoun);
        !draft.mentions.is_empty()
            && (speaking.contains(&number)
                || if draft.guessed { pronoun() } else { !draft.name.is_empty() || draft.mentions.len() > 1 })
    };
    let mut keep: Vec<usize> =
        drafts.iter().enumerate().filter(|(number, draft)| wanted(*number, draft)).map(|(n, _)| n).collect();
    keep.sort_by_key(|&number| (drafts.get(number).and_then(|d| d.mentions.first()).map(|m| m.span), number));
    let places: FxHashMap<usize, u32> = keep.iter().copied().zip(0..).collect();
    // Once an entity: one may be named thousands of times, and speak as often.
    let names: Vec<String> = keep
        .iter()
        .map(|&number| drafts.get(number).map_or_else(String::new, |d| shown_name(text, d)))
        .collect();
    for (quotation, speaker) in quotations.iter_mut().zip(speakers) {
        quotation.speaker = speaker.and_then(|number| places.get(&number)).map(|place| EntityIndex(*place));
        let shown = quotation.speaker.and_then(|place| names.get(place.0 as usize));
        let reason = match speaker.and_then(|number| drafts.get(number)).zip(shown) {
            Some((draft, name)) => reason(text, draft, name, &quotation.source),
            None => quotation
                .source
                .first()
                .map(|s| format!("the text does not say whom “{}” stands for", s.of(text))),
        };
        quotation.evidence.because.extend(reason);
    }
    let kept = keep.iter().filter_map(|&number| drafts.get(number));
    kept.zip(names).map(|(draft, name)| entity(draft, name)).collect()
}

/// Why source words stand for an entity, where they are not its name.
fn reason(text: &str, draft: &Draft, name: &str, source: &[Span]) -> Option<String> {
    let first = source.first()?;
    let from = draft.mentions.partition_point(|m| m.span.end <= first.start);
    let mention = draft.mentions.get(from).filter(|m| m.span.start < first.end)?;
    let words = mention.span.of(text);
    let seat = || draft.known.and_then(|id| Gazetteer::get().by_id(id)).filter(|k| k.kind == KnownKind::City);
    match mention.kind {
        MentionKind::Pronoun => Some(format!("“{words}” is taken for {name}")),
        MentionKind::Nominal if !draft.name.is_empty() => Some(format!("“{words}” describes {name}")),
        MentionKind::Name if draft.kind == EntityType::Location && seat().is_some() => {
            Some(format!("{words} is a place that speaks for those who govern there"))
        }
        MentionKind::Name if words != name => Some(format!("“{words}” is {name} here")),
        _ => None,
    }
}

/// The fullest name that the article gives, else the description.
fn shown_name(text: &str, draft: &Draft) -> String {
    let named = draft.mentions.iter().filter(|m| m.kind == MentionKind::Name).map(|m| m.span.of(text));
    let fullest = named.max_by_key(|name| (name.split_whitespace().count(), name.chars().count()));
    // "“I ran,” the striker said": the striker, not "I".
    let said = draft.mentions.iter().find(|m| m.kind != MentionKind::Pronoun).or(draft.mentions.first());
    let described = || draft.described.or(said.map(|m| m.span)).map_or("", |span| span.of(text));
    fullest.unwrap_or_else(described).to_owned()
}

fn entity(draft: &Draft, name: String) -> Entity {
    let mut phrases: Vec<String> = Vec::new();
    for role in &draft.roles {
        if !phrases.iter().any(|p| p.eq_ignore_ascii_case(&role.phrase)) {
            phrases.push(role.phrase.clone());
        }
    }
    Entity {
        kind: draft.kind,
        name,
        roles: phrases,
        mentions: draft.mentions.iter().map(|m| Mention { span: m.span, kind: m.kind }).collect(),
        date: None,
    }
}
