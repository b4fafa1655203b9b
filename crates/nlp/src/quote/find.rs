use super::block::block;
use super::clauses::clauses;
use super::confidence::{Calibration, ConfidenceFeatures, by_rule, features};
use super::dialogue::dialogue;
use super::direct::{Draft, direct};
use super::headline::headline;
use super::lexicon::{Cue, CueClass, CueLexicon};
use super::marks::quoted_spans;
use super::nested::nested;
use super::reach::{datelines, reach, take_over};
use super::repair::repair;
use super::reply::reply;
use super::state::states;
use super::tagged::{Known, QuotationModel};
use super::taken::Taken;
use super::told::told;
use super::trailing::{BESIDE_CLAUSE, trailing};
use super::traits::Traits;
use super::transcript::transcript;
use super::words::Words;
use super::{addressee::addressee, marks::Quoted};
use crate::model::ModelFile;
use crate::token::after_clock;
use crate::{Evidence, ModelError, Pos, Quotation, QuotationKind, Stance, VerbFamily};
use std::collections::BTreeSet;
use std::ops::Range;
use verbatim_article::{Block, BlockKind, Span};

/// Finds the quotations of an article.
#[derive(Debug)]
pub(crate) struct QuotationFinder {
    lexicon: CueLexicon,
    model: Option<QuotationModel>,
    calibration: Option<Calibration>,
}

impl Default for QuotationFinder {
    fn default() -> Self {
        Self { lexicon: CueLexicon::standard(), model: None, calibration: None }
    }
}

impl QuotationFinder {
    /// A finder with what a model file has for it.
    ///
    /// # Errors
    /// When a section is damaged.
    pub fn from_model(file: &ModelFile<'_>) -> Result<Self, ModelError> {
        let (model, calibration) = (QuotationModel::read(file)?, Calibration::read(file)?);
        Ok(Self { model, calibration, ..Self::default() })
    }

    /// Adds words that report; gives back the lines that were not understood.
    pub fn extend_cues(&mut self, list: &str) -> Vec<(usize, String)> {
        self.lexicon.extend(list)
    }

    /// What the rules ask of each token of a text.
    pub fn traits(&self, text: &str, tokens: &[Span], known: Known) -> Vec<Traits> {
        let words = Words { text, tokens, pos: &[], traits: &[] };
        let of = |token: usize| {
            let new = |word: &str| Traits::new(word, &self.lexicon);
            known.memo.traits(known.forms.kept_at(token), words.get(token), new)
        };
        let mut traits: Vec<Traits> =
            (0..tokens.len()).map(of).zip(0..).map(|(t, at)| t.at_line_start(words.new_line(at))).collect();
        // What stands behind a live report's time begins its line.
        for at in 0..traits.len() {
            if (at == 0 || words.new_line(at))
                && let Some(first) = after_clock(text, tokens, at).and_then(|after| traits.get_mut(after))
            {
                *first = first.at_line_start(true);
            }
        }
        traits
    }

    /// Quotations in order of their content; who their sources stand for is left open.
    pub fn find(
        &self,
        words: Words,
        sentences: &[Range<usize>],
        blocks: &[Block],
        known: Known,
    ) -> Vec<Quotation> {
        let found = self.examples(words, sentences, blocks, known);
        found.into_iter().map(|(quotation, _)| quotation).collect()
    }

    /// The same with what speaks for each.
    pub fn examples(
        &self,
        words: Words,
        sentences: &[Range<usize>],
        blocks: &[Block],
        known: Known,
    ) -> Vec<(Quotation, ConfidenceFeatures)> {
        let mut quoted = quoted_spans(words.text);
        let states = states(words.tokens, &quoted);
        quoted.retain(|q| !boilerplate(blocks, q.outer));
        let rules = direct(words, sentences, &quoted, &self.lexicon);
        let mut drafts = match &self.model {
            None => rules,
            Some(model) => {
                let mut tagged = model.find(words, sentences, (&quoted, &states), &self.lexicon, known);
                repair(words, sentences, &self.lexicon, &quoted, &mut tagged);
                clauses(words, sentences, &self.lexicon, &quoted, &mut tagged);
                merge(words, tagged, rules)
            }
        };
        reach(words, sentences, &quoted, &self.lexicon, &mut drafts);
        take_over(words, &mut drafts, reply(words, &self.lexicon, &quoted));
        // A headline's own words are better known where the tagger found a source in it.
        let known = |d: &Draft| {
            let clash = |o: &Draft| d.content.iter().any(|c| o.content.iter().any(|s| s.overlaps(*c)));
            drafts.iter().any(|o| o.source.is_some() && clash(o))
        };
        let headline = headline(words, &self.lexicon).filter(|d| !known(d));
        take_over(words, &mut drafts, headline.into_iter().collect());
        let drafts = overrule(drafts, block(words, &self.lexicon));
        let drafts = overrule(drafts, dialogue(words, &self.lexicon));
        // What nobody says gives way to what somebody does.
        let (sourced, mut rest): (Vec<Draft>, Vec<Draft>) =
            drafts.into_iter().partition(|d| d.source.is_some());
        let mut drafts = sourced;
        drafts.extend(trailing(words, sentences, &self.lexicon, &drafts));
        let beside = drafts.iter().filter(|d| d.rule == BESIDE_CLAUSE);
        let parts = |d: &Draft| -> Vec<Span> {
            let own = d.cue.iter().chain(&d.source).filter_map(|r| words.span(r));
            own.chain(d.content.iter().copied()).collect()
        };
        let said = Taken::new(beside.flat_map(parts));
        rest.retain(|d| !d.content.iter().any(|c| said.touches(*c)));
        drafts.append(&mut rest);
        drafts.extend(told(words, sentences, &self.lexicon, &drafts));
        drafts.extend(nested(words, sentences, &quoted, &self.lexicon, &drafts));
        let mut drafts = overrule(drafts, transcript(words));
        datelines(words, &mut drafts);
        drafts.iter_mut().for_each(|draft| outside_the_source(words, draft));
        drafts.retain(|d| !d.content.iter().all(|c| boilerplate(blocks, *c)));
        drafts.retain(|d| {
            !named(words, &self.lexicon, d)
                || kind(words.text, &d.content, &quoted) != QuotationKind::Indirect
        });
        quoted.retain(|q| q.depth == 0);
        let mut found: Vec<_> = drafts.iter().map(|d| self.build(words, d, &quoted)).collect();
        found.sort_by(|a, b| a.0.content.first().cmp(&b.0.content.first()));
        found
    }

    fn build(&self, words: Words, draft: &Draft, quoted: &[Quoted]) -> (Quotation, ConfidenceFeatures) {
        let cue = draft.cue.as_ref().and_then(|range| self.head(words, range));
        let span =
            |range: &Option<Range<usize>>| range.as_ref().and_then(|r| words.span(r)).into_iter().collect();
        let kind = draft.kind.unwrap_or_else(|| kind(words.text, &draft.content, quoted));
        let stance = cue.map_or(Stance::Speech, |c| c.stance);
        let features = features(words, draft, kind, stance, cue);
        let confidence = match &self.calibration {
            Some(calibration) if self.model.is_some() => calibration.confidence(&features),
            _ => by_rule(draft, kind),
        };
        let because = because(draft, kind);
        let source: Vec<Span> = span(&draft.source);
        let apart = |a: &Span| !source.iter().any(|s| s.overlaps(*a));
        let addressee = draft.cue.as_ref().and_then(|c| addressee(words, &self.lexicon, c)).filter(apart);
        // What is said begins where the person spoken to ends.
        let before = |a: Span| match draft.content.iter().find(|c| a.start < c.start && c.start < a.end) {
            Some(content) => {
                let whole = Span { start: a.start, end: content.start };
                Span { end: a.start + whole.of(words.text).trim_end().len() as u32, ..whole }
            }
            None => a,
        };
        let addressee = addressee.map(before);
        let quotation = Quotation {
            kind,
            content: draft.content.clone(),
            cue: span(&draft.cue),
            verb: cue.map(|c| c.lemma.clone()).unwrap_or_default(),
            family: cue.map_or(VerbFamily::Other, |c| c.family),
            source,
            speaker: None,
            addressee: addressee.into_iter().collect(),
            stance,
            confidence,
            evidence: Evidence { rule: draft.rule.to_owned(), because },
        };
        (quotation, features)
    }

    /// The lexicon's entry for the head of a cue: its last verb, else its first noun or phrase.
    fn head(&self, words: Words, cue: &Range<usize>) -> Option<&Cue> {
        let entries: Vec<&Cue> =
            cue.clone().filter_map(|i| words.cue(&self.lexicon, i)).map(|(c, _)| c).collect();
        let verb = entries.iter().rev().find(|c| c.class == CueClass::Verb);
        verb.or(entries.first()).copied()
    }
}

/// What speaks for a draft, in words for the reader.
fn because(draft: &Draft, kind: QuotationKind) -> Vec<String> {
    let mut list = Vec::new();
    let scores = &draft.scores;
    let percent = |chance: f32| (chance.clamp(0.0, 1.0) * 100.0 + 0.5) as u8;
    if scores.content > 0.0 {
        let mut parts = vec![format!("words {} %", percent(scores.content))];
        if draft.cue.is_some() {
            parts.push(format!("cue {} %", percent(scores.cue)));
        }
        if draft.source.is_some() && scores.source > 0.0 {
            parts.push(format!("source {} %", percent(scores.source)));
        }
        list.push(format!("the tagger is sure of the {}", parts.join(", ")));
    }
    if kind == QuotationKind::Direct && draft.cue.is_none() {
        list.push("it stands in quotation marks, with no verb of speaking beside it".to_owned());
    }
    if draft.source.is_none() {
        list.push("no source stands beside it".to_owned());
    }
    list
}

/// What the model found, completed by the rules: a draft of theirs that shares words with none of
/// the model's is added, and one that has a source lends it to a quotation in marks that has none.
fn merge(words: Words, mut tagged: Vec<Draft>, by_rule: Vec<Draft>) -> Vec<Draft> {
    let mut covered: Vec<(Span, usize)> =
        tagged.iter().enumerate().flat_map(|(i, d)| d.content.iter().map(move |c| (*c, i))).collect();
    covered.sort_unstable();
    let mut cues: Vec<(Range<usize>, usize)> =
        tagged.iter().enumerate().filter_map(|(i, d)| Some((d.cue.clone()?, i))).collect();
    cues.sort_unstable_by_key(|(cue, number)| (cue.start, *number));
    // Contents hardly ever overlap: the few spans that begin before this one's end suffice.
    let holder = |span: &Span| {
        let before = covered.partition_point(|c| c.0.start < span.end);
        let near = covered.get(before.saturating_sub(8)..before).unwrap_or(&[]);
        near.iter().rev().find(|c| c.0.end > span.start).map(|c| c.1)
    };
    // Tagged words without a source that turn out to be several people's.
    let mut split: BTreeSet<usize> = BTreeSet::new();
    for draft in by_rule {
        let holders: Vec<Option<usize>> = draft.content.iter().map(holder).collect();
        let sharing = holders.iter().flatten().next().copied();
        let length = |d: &Draft| d.content.iter().map(|c| c.len()).sum::<usize>();
        if let Some(number) = sharing
            && let Some(known) = tagged.get(number)
            && (split.contains(&number)
                || known.source.is_none()
                    && draft.source.is_some()
                    && !draft.mixed
                    && length(&draft) * 3 < length(known) * 2)
        {
            split.insert(number);
            tagged.push(draft);
            continue;
        }
        // "“It was an honour,” adds Otto Prahl. “We wanted a home.” | According to the firm, …": what the tagger gave to
        // nobody is said on by whom the rules heard before it.
        let one_line = |other: &Draft| {
            let from = draft.content.first().map_or(0, |c| c.end);
            let to = other.content.last().map_or(from, |c| c.end);
            words.text.get(from as usize..to as usize).is_some_and(|between| !between.contains('\n'))
        };
        let idle: Vec<usize> = holders
            .iter()
            .flatten()
            .copied()
            .filter(|h| Some(*h) != sharing && draft.source.is_some())
            .filter(|h| {
                tagged
                    .get(*h)
                    .is_some_and(|other| other.source.is_none() && other.cue.is_none() && one_line(other))
            })
            .collect();
        let goes_on: Vec<Span> =
            idle.iter().filter_map(|h| tagged.get(*h)).flat_map(|other| other.content.clone()).collect();
        match sharing.and_then(|i| tagged.get_mut(i)) {
            None if spoken(words, &draft) => tagged.push(draft),
            // "What will he do? “Read,” he said. “And sleep.”": a word alone is speech where speech goes on behind its verb.
            None => {
                let verb = draft.cue.as_ref().filter(|_| draft.rule == "cue after the quotation");
                let same = verb.filter(|_| draft.source.is_some()).and_then(|verb| {
                    let before = cues.partition_point(|(cue, _)| cue.start < verb.end);
                    let near = cues.get(before.saturating_sub(2)..before).unwrap_or(&[]);
                    near.iter().find(|(cue, _)| cue.end > verb.start).map(|(_, number)| *number)
                });
                if let Some(known) = same.and_then(|number| tagged.get_mut(number)) {
                    known.content.extend(&draft.content);
                    known.content.sort_unstable();
                }
            }
            Some(known) => {
                // A cue of its own beside a later piece: that piece is another quotation.
                let own = |d: &Draft, k: &Draft| match (&d.cue, &k.cue) {
                    (Some(a), Some(b)) => a.end <= b.start || b.end <= a.start,
                    _ => false,
                };
                let at = known.content.iter().position(|c| draft.content.iter().any(|d| d.overlaps(*c)));
                // A signature under it says whose words they are, whatever was said before.
                let signed = draft.rule == "name after a dash";
                let later = at.is_some_and(|at| at > 0) && draft.rule == "cue after the quotation";
                if (later || signed && at.is_some()) && draft.source.is_some() && own(&draft, known) {
                    known.content.retain(|c| !draft.content.iter().any(|d| d.overlaps(*c)));
                    if known.content.is_empty() {
                        *known = draft;
                    } else {
                        tagged.push(draft);
                    }
                    continue;
                }
                let more = draft.content.iter().zip(&holders).filter(|(_, h)| h.is_none()).map(|(c, _)| *c);
                if draft.source.is_some() && !own(&draft, known) {
                    known.content.extend(more);
                    if known.source.is_some() {
                        known.content.extend(goes_on);
                        split.extend(idle);
                    }
                    known.content.sort_unstable();
                }
                if known.source.is_none() && draft.source.is_some() && !draft.mixed {
                    known.rule = draft.rule;
                    known.source = draft.source;
                    known.cue = draft.cue.or(known.cue.take());
                }
            }
        }
    }
    let mut number = 0..tagged.len();
    tagged.retain(|_| number.next().is_none_or(|n| !split.contains(&n)));
    tagged
}

/// Whether words in marks that the tagger passed over can be speech: some of them, and not written
/// like a title.
fn spoken(words: Words, draft: &Draft) -> bool {
    let letters = |s: &&str| s.chars().any(char::is_alphanumeric);
    let said = draft.content.iter().flat_map(|c| c.of(words.text).split_whitespace()).filter(letters);
    let (mut all, mut small) = (0usize, 0usize);
    for word in said {
        all += 1;
        small += usize::from(!word.chars().any(char::is_uppercase));
    }
    let signed = matches!(draft.rule, "name after a dash" | "name and colon" | "cue in the line before");
    all >= 4 && small * 2 > all || signed && all > 1
}

/// "“No,” said Mette Krag, who has a “sell” rating. “It will not.”": marks inside the source hold nothing that is said.
fn outside_the_source(words: Words, draft: &mut Draft) {
    let Some(source) = draft.source.as_ref().and_then(|source| words.span(source)) else { return };
    let outside = |span: &Span| !source.contains(*span);
    if draft.content.len() > 1 && draft.content.iter().any(outside) {
        draft.content.retain(outside);
    }
}

/// "Prime Minister | Halvor | Brandt will speak": part of a name reports nothing.
fn named(words: Words, lexicon: &CueLexicon, draft: &Draft) -> bool {
    let Some(cue) = draft.cue.clone() else { return false };
    let name = |at: usize| words.capital(at) && words.pos(at) == Pos::Propn;
    let before = cue.start.checked_sub(1).is_some_and(|at| name(at) && !words.new_line(cue.start));
    cue.clone().all(|at| name(at) && words.cue(lexicon, at).is_none())
        && (before || name(cue.end) && !words.new_line(cue.end))
}

/// A transcript's own labels say who speaks: what was found inside gives way unless it is nested.
fn overrule(mut drafts: Vec<Draft>, transcript: Vec<Draft>) -> Vec<Draft> {
    if transcript.is_empty() {
        return drafts;
    }
    let spans: Vec<Span> = transcript.iter().flat_map(|d| d.content.iter().copied()).collect();
    drafts.retain(|d| {
        let inside = |c: &Span| {
            let at = spans.partition_point(|s| s.end <= c.start);
            spans.get(at).filter(|s| s.overlaps(*c)).copied()
        };
        let nested = |c: &Span| inside(c).is_some_and(|s| s.contains(*c) && c.len() * 2 < s.len());
        d.content.iter().all(|c| inside(c).is_none()) || (d.source.is_some() && d.content.iter().all(nested))
    });
    drafts.extend(transcript);
    drafts
}

/// Direct when more than 95 % of the letters stand in double marks, mixed when some do. `outermost`
/// are the stretches that lie in no other: they do not overlap.
pub(super) fn kind(text: &str, content: &[Span], outermost: &[Quoted]) -> QuotationKind {
    let (mut all, mut inside) = (0usize, 0usize);
    let letters = |span: Span| span.of(text).chars().filter(|c| c.is_alphanumeric()).count();
    for piece in content {
        all += letters(*piece);
        let to = outermost.partition_point(|q| q.outer.start < piece.end);
        let from = outermost.partition_point(|q| q.outer.end <= piece.start);
        for q in outermost.get(from..to).unwrap_or(&[]) {
            let (start, end) = (q.inner.start.max(piece.start), q.inner.end.min(piece.end));
            if start < end {
                inside += letters(Span { start, end });
            }
        }
    }
    if inside * 100 > all * 95 {
        QuotationKind::Direct
    } else if inside > 0 {
        QuotationKind::Mixed
    } else {
        QuotationKind::Indirect
    }
}

/// Whether a stretch lies in a block that is none of the article's words.
pub(crate) fn boilerplate(blocks: &[Block], span: Span) -> bool {
    let place = blocks.partition_point(|b| b.span.end <= span.start);
    blocks.get(place).is_some_and(|b| b.kind == BlockKind::Boilerplate && b.span.overlaps(span))
}
