use super::direct::{Draft, direct};
use super::lexicon::{Cue, CueClass, CueLexicon};
use super::marks::quoted_spans;
use super::named::enter_named_source;
use super::speaker::{is_pronoun, speaker};
use super::tagged::QuotationModel;
use super::transcript::transcript;
use super::words::Words;
use super::{addressee::addressee, marks::Quoted};
use crate::{Entity, Evidence, Quotation, QuotationKind, Stance, VerbFamily};
use std::ops::Range;
use verbatim_article::{Block, BlockKind, Span};

/// Finds the quotations of an article.
#[derive(Debug)]
pub(crate) struct QuotationFinder {
    lexicon: CueLexicon,
    model: Option<QuotationModel>,
}

impl Default for QuotationFinder {
    fn default() -> Self {
        Self { lexicon: CueLexicon::standard(), model: None }
    }
}

impl QuotationFinder {
    /// A finder with a trained model.
    pub fn with_model(model: Option<QuotationModel>) -> Self {
        Self { model, ..Self::default() }
    }

    /// Quotations in order of their content. `entities` are those found by name; a named source
    /// that is not among them is entered.
    pub fn find(
        &self,
        text: &str,
        tokens: &[Span],
        sentences: &[Range<usize>],
        blocks: &[Block],
        entities: &mut Vec<Entity>,
    ) -> Vec<Quotation> {
        let words = Words { text, tokens };
        let mut quoted = quoted_spans(text);
        quoted.retain(|q| !boilerplate(blocks, q));
        let by_rule = direct(words, sentences, &quoted, &self.lexicon);
        let drafts = match &self.model {
            None => by_rule,
            Some(model) => merge(model.find(text, tokens, sentences, &quoted, &self.lexicon), by_rule),
        };
        let drafts = overrule(drafts, transcript(words));
        for source in drafts.iter().filter_map(|d| d.source.as_ref()) {
            enter_named_source(words, source, entities);
        }
        quoted.retain(|q| q.depth == 0);
        let mut found: Vec<Quotation> =
            drafts.iter().map(|d| self.build(words, d, entities, &quoted)).collect();
        found.sort_by_key(|q| q.content.first().copied());
        found
    }

    fn build(&self, words: Words, draft: &Draft, entities: &[Entity], quoted: &[Quoted]) -> Quotation {
        let cue = draft.cue.as_ref().and_then(|range| self.head(words, range));
        let source: Vec<Span> = draft.source.as_ref().and_then(|s| words.span(s)).into_iter().collect();
        let speaker = draft.source.as_ref().and_then(|s| speaker(words, s, entities));
        let mut because = Vec::new();
        if let Some(name) = speaker.and_then(|s| entities.get(s.0 as usize)) {
            because.push(format!("the source words name {}", name.name));
        } else if draft.source.as_ref().is_some_and(|s| is_pronoun(words, s)) {
            because.push("the source is a pronoun".to_owned());
        } else if source.is_empty() {
            because.push("no source stands beside it".to_owned());
        }
        let sure = match (&draft.cue, source.is_empty(), draft.mixed) {
            (Some(_), false, false) => 900,
            (Some(_), false, true) => 700,
            _ => 500,
        };
        Quotation {
            kind: kind(words.text, &draft.content, quoted),
            content: draft.content.clone(),
            cue: draft.cue.as_ref().and_then(|c| words.span(c)).into_iter().collect(),
            verb: cue.map(|c| c.lemma.clone()).unwrap_or_default(),
            family: cue.map_or(VerbFamily::Other, |c| c.family),
            source,
            speaker,
            addressee: draft
                .cue
                .as_ref()
                .and_then(|c| addressee(words, &self.lexicon, c))
                .into_iter()
                .collect(),
            stance: cue.map_or(Stance::Speech, |c| c.stance),
            confidence: sure,
            evidence: Evidence { rule: draft.rule.to_owned(), because },
        }
    }

    /// The lexicon's entry for the head of a cue: its last verb, else its first noun or phrase.
    fn head(&self, words: Words, cue: &Range<usize>) -> Option<&Cue> {
        let entries: Vec<&Cue> =
            cue.clone().filter_map(|i| words.cue(&self.lexicon, i)).map(|(c, _)| c).collect();
        let verb = entries.iter().rev().find(|c| c.class == CueClass::Verb);
        verb.or(entries.first()).copied()
    }
}

/// What the model found, completed by the rules: a draft of theirs that shares words with none of
/// the model's is added, and one that has a source lends it to a quotation in marks that has none.
fn merge(mut tagged: Vec<Draft>, by_rule: Vec<Draft>) -> Vec<Draft> {
    let mut covered: Vec<(Span, usize)> =
        tagged.iter().enumerate().flat_map(|(i, d)| d.content.iter().map(move |c| (*c, i))).collect();
    covered.sort_unstable();
    for draft in by_rule {
        let mut sharing = None;
        for span in &draft.content {
            // Contents hardly ever overlap: the few spans that begin before this one's end suffice.
            let before = covered.partition_point(|c| c.0.start < span.end);
            let near = covered.get(before.saturating_sub(8)..before).unwrap_or(&[]);
            sharing = sharing.or(near.iter().rev().find(|c| c.0.end > span.start).map(|c| c.1));
        }
        match sharing.and_then(|i| tagged.get_mut(i)) {
            None => tagged.push(draft),
            Some(known) => {
                if known.source.is_none() && draft.source.is_some() && !draft.mixed {
                    known.rule = draft.rule;
                    known.source = draft.source;
                    known.cue = draft.cue.or(known.cue.take());
                }
            }
        }
    }
    tagged
}

/// A transcript's own labels say who speaks: what was found inside gives way unless it is nested.
fn overrule(mut drafts: Vec<Draft>, transcript: Vec<Draft>) -> Vec<Draft> {
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
fn kind(text: &str, content: &[Span], outermost: &[Quoted]) -> QuotationKind {
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

fn boilerplate(blocks: &[Block], quoted: &Quoted) -> bool {
    let place = blocks.partition_point(|b| b.span.end <= quoted.outer.start);
    blocks.get(place).is_some_and(|b| b.kind == BlockKind::Boilerplate && b.span.overlaps(quoted.outer))
}
