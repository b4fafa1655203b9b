use super::Words;
use super::names::Name;
use super::people::People;
use super::stretch::{Stretch, stretches};
use crate::coref::Gender;
use crate::{EntityIndex, EntityType, Evidence, MentionKind, Quotation, QuotationKind, Stance, VerbFamily};
use std::ops::Range;
use verbatim_article::{Block, Span};

/// Tokens behind the marks among which a reporting verb stands, and behind the verb its subject.
const NEAR: usize = 8;

/// What stands in quotation marks, and whose it is where a verb of speaking beside it says so.
pub(super) fn find(
    words: Words,
    sentences: &[Range<usize>],
    blocks: &[Block],
    names: &[Name],
    people: &mut People,
) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    // Where the attribution of the quotation before ends.
    let mut open: Option<usize> = None;
    // Who spoke last, and the paragraph of it.
    let mut last: Option<(EntityIndex, u32)> = None;
    for stretch in stretches(words, sentences, blocks) {
        let search = Search { words, names, people, stretch: &stretch, last };
        let attribution = search.behind().or_else(|| search.ahead());
        let whole = vec![stretch.inner];
        match attribution.map(|found| (found, whole)).or_else(|| search.inside()) {
            Some((attribution, content)) => {
                open = Some(attribution.end.max(stretch.last));
                last = attribution.speaker.map(|who| (who, stretch.paragraph)).or(last);
                found.push(attributed(words, content, attribution, people));
            }
            // "„A“, sagte sie. „B“": the second one is hers too.
            None if open.is_some_and(|end| stretch.continues || stretch.follows(words, end)) => {
                if let Some(before) = found.last_mut() {
                    before.content.push(stretch.inner);
                }
                open = Some(stretch.last);
            }
            None if stretch.speech(words) => {
                open = None;
                found.push(unattributed(vec![stretch.inner]));
            }
            None => {}
        }
    }
    found
}

/// What stands beside a quotation and says whose it is.
struct Attribution {
    cue: Range<usize>,
    lemma: &'static str,
    family: VerbFamily,
    source: Option<Span>,
    speaker: Option<EntityIndex>,
    /// First token behind the attributing words.
    end: usize,
}

/// The words of a source and whom they stand for.
type Source = (Span, Option<EntityIndex>);

/// Where to look for whoever speaks.
#[derive(Clone, Copy)]
struct Search<'a> {
    words: Words<'a>,
    names: &'a [Name],
    people: &'a People,
    stretch: &'a Stretch,
    /// Who spoke last, and in which paragraph.
    last: Option<(EntityIndex, u32)>,
}

impl<'a> Search<'a> {
    /// `„…“, sagte Brekken`; `« … », a déclaré la ministre`; `«…», – сказав він`; `"…" dedi`.
    fn behind(self) -> Option<Attribution> {
        let range = self.stretch.behind.clone();
        if !self.stretch.goes_on(self.words) {
            return None;
        }
        let near = range.start..range.end.min(range.start + NEAR);
        if let Some(by) = near.clone().take(2).find(|at| self.by(*at)) {
            let source = self.named(by + 1..range.end.min(by + NEAR))?;
            return Some(self.made(by..by + 1, "", VerbFamily::Neutral, Some(source), range.end + 1));
        }
        let (at, lemma, family) = self.verb(near)?;
        let cue = self.group(at, range.start);
        let source = self
            .subject(at + 1..range.end.min(at + 1 + NEAR))
            .or_else(|| {
                let first = range.clone().find(|at| self.words.letters(*at)).unwrap_or(range.start);
                self.subject(first.min(cue.start)..cue.start)
            })
            .or_else(|| {
                let last = self.words.language.last;
                last.then(|| self.named(self.stretch.before.clone())).flatten()
            });
        // A verb without a subject is somebody's only where it stands at once behind the marks.
        if source.is_none() && cue.start > range.start + 2 {
            return None;
        }
        Some(self.made(cue, lemma, family, source, range.end + 1))
    }

    /// `Brekken sagte: „…“`; `Le ministre a déclaré : « … »`; `Зеленський наголосив: «…»`; `Selon lui, « … »`.
    fn ahead(self) -> Option<Attribution> {
        let range = self.stretch.before.clone();
        let last = range.end.checked_sub(1)?;
        let colon = range.clone().rev().take(2).any(|at| self.words.get(at) == ":");
        let verb = range.clone().rev().take(NEAR * 2).find_map(|at| self.verb(at..at + 1));
        let Some((at, lemma, family)) = verb else {
            if let Some(by) = range.clone().find(|at| self.by(*at))
                && let Some(source) = self.named(by + 1..range.end.min(by + NEAR))
            {
                return Some(self.made(by..by + 1, "", VerbFamily::Neutral, Some(source), self.stretch.last));
            }
            // A name alone before a colon: a transcript, an interview.
            let name = self.speaking(range.clone())?;
            if !colon || name.tokens.start != range.start || name.tokens.end + 1 < range.end {
                return None;
            }
            let source = Some((name.span, self.people.named(name.span)));
            return Some(self.made(last..range.end, "", VerbFamily::Other, source, self.stretch.last));
        };
        if !colon && !self.stretch.speech(self.words) {
            return None;
        }
        let cue = self.group(at, range.start);
        let source = self
            .before(range.start..cue.start)
            .or_else(|| self.subject(at + 1..range.end.min(at + 1 + NEAR)));
        (source.is_some() || colon).then(|| self.made(cue, lemma, family, source, self.stretch.last))
    }

    /// `« Personne ne nous a écoutés, affirme M. Ferrand. Il faudra payer. »`: the marks run over the
    /// words that attribute it.
    fn inside(self) -> Option<(Attribution, Vec<Span>)> {
        let words = self.words;
        let range = self.stretch.first..self.stretch.last;
        for comma in range.clone().filter(|at| words.get(*at) == ",") {
            let Some((at, lemma, family)) = self.verb(comma + 1..range.end.min(comma + 3)) else { continue };
            let Some(end) = (at + 1..range.end.min(at + NEAR)).find(|at| {
                words.get(*at) == "," || words.get(*at) == "." && words.get(at - 1).chars().count() > 3
            }) else {
                continue;
            };
            let Some(source) = self.subject(at + 1..end) else { continue };
            let piece = |from: usize, to: usize| {
                let (first, last) = (words.tokens.get(from)?, words.tokens.get(to.checked_sub(1)?)?);
                let inner = self.stretch.inner;
                let span = Span { start: first.start.max(inner.start), end: last.end.min(inner.end) };
                (span.start < span.end).then_some(span)
            };
            let pieces: Vec<Span> = [piece(range.start, comma), piece(end + 1, range.end)]
                .into_iter()
                .flatten()
                .filter(|span| span.of(words.text).chars().any(char::is_alphanumeric))
                .collect();
            if pieces.is_empty() {
                continue;
            }
            let cue = self.group(at, comma + 1);
            return Some((self.made(cue, lemma, family, Some(source), self.stretch.last), pieces));
        }
        None
    }

    fn made(
        self,
        cue: Range<usize>,
        lemma: &'static str,
        family: VerbFamily,
        source: Option<Source>,
        end: usize,
    ) -> Attribution {
        // "…", dodała.
        let same = || {
            let here = self.last.filter(|(_, paragraph)| *paragraph == self.stretch.paragraph);
            here.filter(|_| self.words.language.drops).map(|(who, _)| who)
        };
        Attribution {
            cue,
            lemma,
            family,
            source: source.map(|(span, _)| span),
            speaker: source.map_or_else(same, |(_, who)| who),
            end: end.min(self.words.tokens.len()),
        }
    }

    fn by(self, at: usize) -> bool {
        self.words.language.by.contains(self.words.lower(at).as_str())
    }

    /// The first reporting verb of a range.
    fn verb(self, mut range: Range<usize>) -> Option<(usize, &'static str, VerbFamily)> {
        range.find_map(|at| {
            let &(lemma, family) = self.words.language.verbs.get(self.words.lower(at).as_str())?;
            (!self.words.capital(at)).then_some((at, lemma, family))
        })
    }

    /// The verb with what belongs to it before: "a déclaré".
    fn group(self, verb: usize, floor: usize) -> Range<usize> {
        let belongs = |at: usize| self.words.language.auxiliaries.contains(self.words.lower(at).as_str());
        let mut start = verb;
        while start > floor && belongs(start - 1) {
            start -= 1;
        }
        start..verb + 1
    }

    /// The pronoun, name or office that stands first in a range, before its clause ends.
    fn subject(self, range: Range<usize>) -> Option<Source> {
        let stops = |at: usize| matches!(self.words.get(at), "," | ";" | ":" | "(");
        let end = range.clone().find(|at| stops(*at)).unwrap_or(range.end);
        let name = self.speaking(range.start..range.end).filter(|name| name.tokens.start < end);
        let limit = name.map_or(end, |name| name.tokens.start);
        (range.start..limit)
            .find_map(|at| self.pronoun(at))
            .or_else(|| name.map(|name| (name.span, self.people.named(name.span))))
            .or_else(|| (range.start..end).find_map(|at| self.office(at)))
    }

    /// The last pronoun, name or office of a range: what stands nearest before the verb.
    fn before(self, range: Range<usize>) -> Option<Source> {
        let from = self.names.partition_point(|name| name.tokens.start < range.start);
        let inside = self.names.get(from..)?.iter().take_while(|name| name.tokens.end <= range.end);
        let last = inside.filter(|name| speaks(name.kind)).last();
        let floor = last.map_or(range.start, |name| name.tokens.end);
        (floor..range.end)
            .rev()
            .find_map(|at| self.pronoun(at))
            .or_else(|| last.map(|name| (name.span, self.people.named(name.span))))
            .or_else(|| range.clone().rev().find_map(|at| self.office(at)))
    }

    fn pronoun(self, at: usize) -> Option<Source> {
        let lower = self.words.lower(at);
        let language = self.words.language;
        let gender = match (language.he.contains(lower.as_str()), language.she.contains(lower.as_str())) {
            (true, true) => Gender::Unknown,
            (true, _) => Gender::Masculine,
            (_, true) => Gender::Feminine,
            _ => return None,
        };
        let span = self.words.span(&(at..at + 1))?;
        let Stretch { paragraph, earlier, .. } = *self.stretch;
        let last = self.last.map(|(who, _)| who);
        let who = self
            .people
            .meant(gender, paragraph, span.start, last)
            .or_else(|| self.people.meant(gender, earlier, span.start, last));
        Some((span, who))
    }

    /// "sagte die Ministerin".
    fn office(self, at: usize) -> Option<Source> {
        let lower = self.words.lower(at);
        if !self.words.letters(at) || !self.words.language.office(&lower) {
            return None;
        }
        Some((self.words.span(&(at..at + 1))?, self.people.described(self.words.word(at))))
    }

    fn named(self, range: Range<usize>) -> Option<Source> {
        self.speaking(range.clone())
            .map(|name| (name.span, self.people.named(name.span)))
            .or_else(|| range.clone().take(1).find_map(|at| self.pronoun(at)))
    }

    /// The first name in a range that can speak.
    fn speaking(self, range: Range<usize>) -> Option<&'a Name> {
        let from = self.names.partition_point(|name| name.tokens.start < range.start);
        let inside = self.names.get(from..)?.iter().take_while(|name| name.tokens.end <= range.end);
        inside.into_iter().find(|name| speaks(name.kind))
    }
}

fn speaks(kind: EntityType) -> bool {
    matches!(kind, EntityType::Person | EntityType::Organization | EntityType::Location)
}

fn attributed(words: Words, content: Vec<Span>, found: Attribution, people: &mut People) -> Quotation {
    let source: Vec<Span> = found.source.into_iter().collect();
    if let (Some(who), Some(&span)) = (found.speaker, source.first())
        && people.named(span) != Some(who)
    {
        let word = span.of(words.text).to_lowercase();
        let word = word.as_str();
        let pronoun = words.language.he.contains(word) || words.language.she.contains(word);
        people.mention(who, span, if pronoun { MentionKind::Pronoun } else { MentionKind::Nominal });
    }
    let cue = words.span(&found.cue);
    let because = cue.map(|span| format!("“{}” stands beside it", span.of(words.text)));
    Quotation {
        cue: cue.into_iter().collect(),
        verb: found.lemma.replace('_', " "),
        family: found.family,
        confidence: match (&found.speaker, source.is_empty()) {
            (Some(_), _) => 750,
            (None, false) => 600,
            (None, true) => 450,
        },
        source,
        speaker: found.speaker,
        evidence: Evidence {
            rule: "marks and the words of speaking beside them".to_owned(),
            because: because.into_iter().collect(),
        },
        ..unattributed(content)
    }
}

/// Confidences here are by rule: nothing was there to fit them to.
fn unattributed(content: Vec<Span>) -> Quotation {
    Quotation {
        kind: QuotationKind::Direct,
        content,
        cue: Vec::new(),
        verb: String::new(),
        family: VerbFamily::Other,
        source: Vec::new(),
        speaker: None,
        addressee: Vec::new(),
        stance: Stance::Speech,
        confidence: 350,
        evidence: Evidence {
            rule: "marks alone".to_owned(),
            because: vec!["it stands in quotation marks, with no verb of speaking beside it".to_owned()],
        },
    }
}
