//! "He" and "she" to the persons that they stand for.

use super::entity::{Draft, Found};
use super::features::{Clauses, FEATURES, Place, Pronoun, Scene, features, form, place};
use super::gender;
use super::text::Text;
use super::weights::Weights;
use crate::MentionKind;
use rustc_hash::FxHashMap;
use std::ops::Range;
use verbatim_article::Span;

/// Sentences that an antecedent may lie back.
const WINDOW: usize = 8;

/// Quotations of unknown speakers that are passed over in search of who spoke last.
const ORPHANS: usize = 256;

/// One decision, for training: the pronoun and its candidates with their features.
#[derive(Clone, Debug)]
pub struct PronounExample {
    /// The pronoun.
    pub span: Span,
    /// Candidates: their mentions by name or description, and their features.
    pub candidates: Vec<(Vec<Span>, Vec<u16>)>,
}

/// Resolves pronouns from left to right; each becomes a mention that later ones can take up.
pub(super) struct Resolver<'a> {
    text: Text<'a>,
    clauses: Clauses,
    /// Contents of the quotations, as tokens.
    contents: &'a [Vec<Range<usize>>],
    /// Their pieces in order, with the number of the quotation.
    pieces: Vec<(Range<usize>, usize)>,
    /// Where each quotation ends, in order, with its number.
    ends: Vec<(usize, usize)>,
    /// The sources of the quotations, as tokens.
    sources: FxHashMap<usize, usize>,
    /// Which entities each sentence mentions, so that a pronoun is compared with few of them.
    mentioned: Vec<Vec<usize>>,
    /// The first person that the text names.
    first: Option<usize>,
    /// Filled when decisions are wanted for training.
    pub examples: Option<Vec<PronounExample>>,
}

impl<'a> Resolver<'a> {
    /// `sources` are the tokens of each quotation's source.
    pub fn new(
        text: Text<'a>,
        contents: &'a [Vec<Range<usize>>],
        sources: &[Range<usize>],
        drafts: &[Draft],
        train: bool,
    ) -> Self {
        let numbered = contents.iter().enumerate();
        let mut pieces: Vec<(Range<usize>, usize)> = numbered
            .flat_map(|(number, list)| list.iter().map(move |piece| (piece.clone(), number)))
            .collect();
        pieces.sort_by_key(|(piece, number)| (piece.start, *number));
        let tokens = sources.iter().enumerate().flat_map(|(n, s)| s.clone().take(3).map(move |at| (at, n)));
        let ends = contents.iter().enumerate().filter_map(|(n, list)| Some((list.last()?.end, n)));
        let mut ends: Vec<(usize, usize)> = ends.collect();
        ends.sort_unstable();
        let mut new = Self {
            text,
            clauses: Clauses::new(text),
            contents,
            pieces,
            ends,
            sources: tokens.collect(),
            mentioned: vec![Vec::new(); text.sentences.len()],
            first: first_person(drafts),
            examples: train.then(Vec::new),
        };
        for (number, draft) in drafts.iter().enumerate() {
            new.enter(number, draft);
        }
        new
    }

    /// Takes up an entity, or its latest mentions.
    pub fn enter(&mut self, number: usize, draft: &Draft) {
        for mention in &draft.mentions {
            self.mention(number, mention.range.start);
        }
    }

    /// Takes up one mention.
    pub fn mention(&mut self, number: usize, token: usize) {
        if let Some(list) = self.mentioned.get_mut(self.text.sentence(token))
            && !list.contains(&number)
        {
            list.push(number);
        }
    }

    /// The pronouns that stand inside (or outside) the contents of quotations.
    pub fn pronouns(&self, inside: bool) -> Vec<Pronoun> {
        let text = self.text;
        (0..text.tokens.len())
            .filter_map(|token| {
                if !text.is(token, gender::PRONOUNS) {
                    return None;
                }
                let gender = gender::of_pronoun(&text.lower(token))?;
                let quoted = self.quoted(token);
                // "Her Majesty", "His Holiness" and the like name a person by rank.
                (quoted.is_some() == inside).then(|| Pronoun {
                    token,
                    gender,
                    form: form(text, token),
                    quoted,
                    source_of: self.sources.get(&token).copied(),
                })
            })
            .collect()
    }

    fn quoted(&self, token: usize) -> Option<usize> {
        let before = self.pieces.partition_point(|(piece, _)| piece.start <= token);
        let near = self.pieces.get(before.saturating_sub(4)..before).unwrap_or(&[]);
        near.iter().find(|(piece, _)| piece.contains(&token)).map(|(_, number)| *number)
    }

    /// Finds the entity of one pronoun and enters it there. `speakers` are those of the quotations
    /// as far as they are known.
    pub fn resolve(
        &mut self,
        drafts: &mut [Draft],
        pronoun: &Pronoun,
        speakers: &[Option<usize>],
    ) -> Option<usize> {
        let text = self.text;
        let sentence = text.sentence(pronoun.token);
        let mut candidates: Vec<(usize, Found)> = Vec::new();
        let near = self.mentioned.get(sentence.saturating_sub(WINDOW)..=sentence).unwrap_or(&[]);
        let mut numbers: Vec<usize> = near.iter().flatten().copied().collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let Some(draft) = drafts.get(number) else { continue };
            if !draft.can_be_person() || !draft.gender.agrees(pronoun.gender) {
                continue;
            }
            let found = draft
                .last_before(pronoun.token)
                .filter(|m| text.sentence(m.range.start) + WINDOW >= sentence);
            // "When she arrived, Ana …": a name that follows in the same sentence.
            let ahead = || {
                let at = draft.mentions.partition_point(|m| m.range.end <= pronoun.token);
                draft
                    .mentions
                    .get(at)
                    .filter(|m| text.sentence(m.range.start) == sentence && m.kind == MentionKind::Name)
            };
            if let Some(found) = found.or_else(ahead) {
                candidates.push((number, found.clone()));
            }
        }
        candidates.sort_by_key(|(number, found)| {
            let ahead = found.range.start > pronoun.token;
            (ahead, pronoun.token.abs_diff(found.range.start), *number)
        });
        // Hardly anybody names himself: "He said: “Ana Sorel is a legend.”"
        let own: &[Range<usize>] =
            pronoun.source_of.and_then(|q| self.contents.get(q)).map_or(&[], Vec::as_slice);
        let names_himself = |number: usize| drafts.get(number).is_some_and(|d| named_in(d, own));
        if candidates.iter().any(|(number, _)| !names_himself(*number)) {
            candidates.retain(|(number, _)| !names_himself(*number));
        }
        let before = |draft: &Draft| draft.mentions.partition_point(|m| m.range.end <= pronoun.token);
        let subject = candidates.iter().find(|(_, found)| {
            found.range.start < pronoun.token
                && text.sentence(found.range.start) + 1 >= sentence
                && place(text, found) == Place::Subject
        });
        let scene = Scene {
            text,
            clauses: &self.clauses,
            pronoun,
            sentence,
            most: candidates.iter().filter_map(|(n, _)| drafts.get(*n)).map(before).max().unwrap_or(0),
            first: self.first,
            candidates: candidates.len(),
            speaker: pronoun.quoted.and_then(|q| speakers.get(q).copied().flatten()),
            last_speaker: self.last_speaker(pronoun.token, speakers),
            openers: [(sentence, self.opener(drafts, sentence)), self.previous_opener(drafts, sentence)],
            subject: subject.map(|(number, _)| *number),
        };
        let weights = Weights::get();
        let mut best: Option<(i64, usize)> = None;
        let mut example =
            PronounExample { span: text.span(&(pronoun.token..pronoun.token + 1))?, candidates: Vec::new() };
        for (rank, (number, found)) in candidates.iter().enumerate() {
            let Some(draft) = drafts.get(*number) else { continue };
            let mut list = Vec::new();
            features(&scene, *number, draft, found, rank, self.quoted(found.range.start), &mut list);
            let score = weights.score(&list);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, *number));
            }
            if self.examples.is_some() {
                let spans = draft
                    .mentions
                    .iter()
                    .filter(|m| m.kind != MentionKind::Pronoun)
                    .map(|m| m.span)
                    .collect();
                example.candidates.push((spans, list));
            }
        }
        if let Some(examples) = &mut self.examples {
            examples.push(example);
        }
        let (_, number) = best?;
        let number = self.goes_on(drafts, pronoun, speakers, &candidates, number).unwrap_or(number);
        let range = pronoun.token..pronoun.token + 1;
        let span = text.span(&range)?;
        let draft = drafts.get_mut(number)?;
        draft.gender = draft.gender.or(pronoun.gender);
        draft.insert(Found { range, span, kind: MentionKind::Pronoun });
        self.mention(number, pronoun.token);
        Some(number)
    }

    /// Who goes on speaking: `Calder said the minister had misread it. “We found none,” she wrote`. The
    /// speaker of the sentence before is she, if nobody else is known to be a woman and she may be one.
    fn goes_on(
        &self,
        drafts: &[Draft],
        pronoun: &Pronoun,
        speakers: &[Option<usize>],
        candidates: &[(usize, Found)],
        chosen: usize,
    ) -> Option<usize> {
        let text = self.text;
        let begins = self.contents.get(pronoun.source_of?)?.first()?.start;
        let before = text.sentences.get(text.sentence(begins).checked_sub(1)?)?.clone();
        let speaker = before.clone().rev().find_map(|at| {
            let told = self.sources.get(&at)?;
            speakers.get(*told).copied().flatten()
        })?;
        let one_line = (before.end..=begins).all(|at| !text.new_line(at));
        let known = |number: usize| drafts.get(number).map(|draft| draft.gender);
        let sure = known(speaker)? == pronoun.gender || known(chosen)? != pronoun.gender;
        let can = candidates.iter().any(|(number, _)| *number == speaker);
        (begins < pronoun.token && one_line && sure && can).then_some(speaker)
    }

    fn last_speaker(&self, token: usize, speakers: &[Option<usize>]) -> Option<usize> {
        let before = self.ends.partition_point(|(end, _)| *end <= token);
        let near = self.ends.get(before.saturating_sub(ORPHANS)..before).unwrap_or(&[]);
        near.iter().rev().find_map(|(_, number)| speakers.get(*number).copied().flatten())
    }

    fn previous_opener(&self, drafts: &[Draft], sentence: usize) -> (usize, Option<usize>) {
        match sentence.checked_sub(1) {
            Some(previous) => (previous, self.opener(drafts, previous)),
            None => (usize::MAX / 2, None),
        }
    }

    /// The person whose mention comes first in a sentence.
    fn opener(&self, drafts: &[Draft], sentence: usize) -> Option<usize> {
        let range = self.text.sentences.get(sentence)?;
        let there = self.mentioned.get(sentence)?.iter().copied();
        there
            .filter_map(|number| {
                let draft = drafts.get(number).filter(|draft| draft.is_person())?;
                let at = draft.mentions.partition_point(|m| m.range.start < range.start);
                let mention = draft.mentions.get(at).filter(|m| m.range.start < range.end)?;
                Some((mention.range.start, number))
            })
            .min()
            .map(|(_, number)| number)
    }
}

fn named_in(draft: &Draft, pieces: &[Range<usize>]) -> bool {
    pieces.iter().any(|piece| {
        let from = draft.mentions.partition_point(|m| m.range.end <= piece.start);
        draft.mentions.get(from).is_some_and(|m| m.range.start < piece.end && m.kind == MentionKind::Name)
    })
}

fn first_person(drafts: &[Draft]) -> Option<usize> {
    let named = drafts.iter().enumerate().filter(|(_, draft)| draft.is_person() && !draft.name.is_empty());
    named
        .filter_map(|(number, draft)| Some((draft.mentions.first()?.range.start, number)))
        .min()
        .map(|(_, n)| n)
}

const _: () = assert!(FEATURES < u16::MAX as usize);
