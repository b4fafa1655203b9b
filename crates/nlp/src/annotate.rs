use crate::coref::{CorefInput, Named, PronounExample, capital_names, pronoun_examples, resolve};
use crate::dates::date_entities;
use crate::lexeme::{FormMemo, FormScores, Forms, Lexicon};
use crate::model::{ByteReader, ModelFile};
use crate::money::money_entities;
use crate::ner::{ArticleView, NamedSpan, NerTagger, finer_kind};
use crate::pos::PosTagger;
use crate::quote::{ConfidenceFeatures, Known, QuotationFinder, QuotationMemo, Traits, Words};
use crate::sentence::{SentenceEnds, split_sentences};
use crate::token::tokenize;
use crate::{Document, EntityType, ModelError, Pos, Quotation, Token, multilingual};
use std::ops::Range;
use std::sync::Mutex;
use verbatim_article::{Block, PartialDate, Span};

/// What there is to know about a text before reading it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Input<'a> {
    /// The article's text.
    pub text: &'a str,
    /// Its blocks, when they are known: boilerplate is not searched for quotations.
    pub blocks: &'a [Block],
    /// When it was published, to resolve "on Thursday".
    pub published: Option<PartialDate>,
    /// BCP 47 code of its language. An article in another language than English is read by what
    /// every language has in common and a table of its verbs of speaking; empty or `und` counts as English.
    pub language: &'a str,
}

/// Reads articles. Made once from a model file, used for any number of articles, from any thread.
#[derive(Debug, Default)]
pub struct Annotator {
    lexicon: Lexicon,
    ends: Option<SentenceEnds>,
    pos: Option<PosTagger>,
    names: Option<NerTagger>,
    quotations: QuotationFinder,
    /// One for each thread that has read at the same time as others.
    memos: Mutex<Vec<Memo>>,
}

/// What was worked out of word forms, kept from article to article. It never changes a result.
#[derive(Debug, Default)]
struct Memo {
    forms: FormMemo,
    pos: FormScores,
    names: FormScores,
    quotations: QuotationMemo,
}

impl Memo {
    /// Forgets the forms that were seldom seen, and what was worked out of them.
    fn forget_rare(&mut self) {
        let survivors = self.forms.forget_rare(KEPT * 3 / 4);
        self.pos.keep(&survivors);
        self.names.keep(&survivors);
        self.quotations.keep(&survivors);
    }
}

/// Word forms kept at most, about: some twenty megabytes.
const KEPT: usize = 12_000;

impl Annotator {
    /// An annotator that works by rule alone: direct quotations and the names beside them.
    #[must_use]
    pub fn rules() -> Self {
        Self::default()
    }

    /// An annotator with a trained model (`models/en.bin`). What the model has no section for is
    /// done by rule or left out.
    ///
    /// # Errors
    /// When the bytes are not a model, or are one of another version.
    pub fn from_model(bytes: &[u8]) -> Result<Self, ModelError> {
        let file = ModelFile::read(bytes)?;
        let lexicon =
            file.section(Lexicon::SECTION).map(|s| Lexicon::read(&mut ByteReader::new(s))).transpose()?;
        Ok(Self {
            lexicon: lexicon.unwrap_or_default(),
            ends: file.section(SentenceEnds::SECTION).map(SentenceEnds::read).transpose()?,
            pos: file.section(PosTagger::SECTION).map(PosTagger::read).transpose()?,
            names: file.section(NerTagger::SECTION).map(NerTagger::read).transpose()?,
            quotations: QuotationFinder::from_model(&file)?,
            memos: Mutex::default(),
        })
    }

    /// Adds words that report, in the form of `data/cues.txt`; later entries win. Gives back the lines
    /// that are not in that form, with their numbers from 1.
    pub fn extend_cues(&mut self, list: &str) -> Vec<(usize, String)> {
        // What was known of word forms holds for the old list.
        self.memos = Mutex::default();
        self.quotations.extend_cues(list)
    }

    /// Reads one article.
    ///
    /// Stays a function: within a caller that is compiled for size its loops would be, too.
    #[must_use]
    #[inline(never)]
    pub fn annotate(&self, input: Input<'_>) -> Document {
        let tokens = tokenize(input.text);
        if multilingual::is_other(input.language) {
            let sentences = split_sentences(input.text, &tokens, input.blocks);
            return multilingual::read(input.language, input.text, &tokens, &sentences, input.blocks);
        }
        let (sentences, pos, all_names, mut quotations, traits) = self.with_memo(|memo| {
            let forms = memo.forms.forms(input.text, &tokens, &self.lexicon);
            let sentences = self.sentences(input.text, &tokens, input.blocks, &forms);
            let (pos, names) = self.tag(memo, input.text, &tokens, &sentences, &forms);
            let traits = self.traits(memo, input.text, &tokens, &forms);
            let words = Words { text: input.text, tokens: &tokens, pos: &pos, traits: &traits };
            let known = Known { forms: &forms, memo: &mut memo.quotations };
            let found = self.quotations.find(words, &sentences, input.blocks, known);
            (sentences, pos, names, found, traits)
        });
        let valued = |n: &&Named| matches!(n.kind, EntityType::Date | EntityType::Money);
        let names: Vec<Named> = all_names.iter().filter(|n| !valued(n)).cloned().collect();
        let given = CorefInput {
            text: input.text,
            tokens: &tokens,
            pos: &pos,
            traits: &traits,
            sentences: &sentences,
            names: &names,
        };
        let mut entities = resolve(given, &mut quotations);
        for entity in &mut entities {
            entity.kind = finer_kind(entity.kind, &entity.name);
        }
        let words = Words { text: input.text, tokens: &tokens, pos: &pos, traits: &traits };
        entities.extend(date_entities(words, &sentences, &all_names, input.published));
        entities.extend(money_entities(words, &sentences, &all_names));
        Document {
            entities,
            quotations,
            sentences: sentences.iter().filter_map(|s| span_of(&tokens, s)).collect(),
            tokens: tokens.iter().zip(&pos).map(|(&span, &pos)| Token { span, pos }).collect(),
        }
    }

    /// Tokens with their parts of speech, and the names as tagged, before references are joined.
    #[must_use]
    pub fn tagged(&self, text: &str) -> (Vec<Token>, Vec<(Span, EntityType)>) {
        let tokens = tokenize(text);
        let (pos, names) = self.with_memo(|memo| {
            let forms = memo.forms.forms(text, &tokens, &self.lexicon);
            let sentences = self.sentences(text, &tokens, &[], &forms);
            self.tag(memo, text, &tokens, &sentences, &forms)
        });
        let tokens = tokens.iter().zip(&pos).map(|(&span, &pos)| Token { span, pos }).collect();
        (tokens, names.into_iter().map(|n| (n.span, n.kind)).collect())
    }

    /// What coreference decides about "he" and "she" in a text, for training.
    #[must_use]
    pub fn pronoun_examples(&self, text: &str) -> Vec<PronounExample> {
        let tokens = tokenize(text);
        let (sentences, pos, names, quotations, traits) = self.with_memo(|memo| {
            let forms = memo.forms.forms(text, &tokens, &self.lexicon);
            let sentences = self.sentences(text, &tokens, &[], &forms);
            let (pos, names) = self.tag(memo, text, &tokens, &sentences, &forms);
            let traits = self.traits(memo, text, &tokens, &forms);
            let words = Words { text, tokens: &tokens, pos: &pos, traits: &traits };
            let known = Known { forms: &forms, memo: &mut memo.quotations };
            let found = self.quotations.find(words, &sentences, &[], known);
            (sentences, pos, names, found, traits)
        });
        let (tokens, sentences) = (tokens.as_slice(), sentences.as_slice());
        let given = CorefInput { text, tokens, pos: &pos, traits: &traits, sentences, names: &names };
        pronoun_examples(given, &quotations)
    }

    /// The quotations of a text with what speaks for each, for calibration.
    #[must_use]
    pub fn confidence_examples(&self, text: &str) -> Vec<(Quotation, ConfidenceFeatures)> {
        let tokens = tokenize(text);
        self.with_memo(|memo| {
            let forms = memo.forms.forms(text, &tokens, &self.lexicon);
            let sentences = self.sentences(text, &tokens, &[], &forms);
            let (pos, _) = self.tag(memo, text, &tokens, &sentences, &forms);
            let traits = self.traits(memo, text, &tokens, &forms);
            let words = Words { text, tokens: &tokens, pos: &pos, traits: &traits };
            let known = Known { forms: &forms, memo: &mut memo.quotations };
            self.quotations.examples(words, &sentences, &[], known)
        })
    }

    fn traits(&self, memo: &mut Memo, text: &str, tokens: &[Span], forms: &Forms) -> Vec<Traits> {
        self.quotations.traits(text, tokens, Known { forms, memo: &mut memo.quotations })
    }

    /// Works with a memo that no other thread uses meanwhile.
    fn with_memo<R>(&self, work: impl FnOnce(&mut Memo) -> R) -> R {
        let kept = self.memos.lock().ok().and_then(|mut memos| memos.pop());
        let mut memo = kept.unwrap_or_default();
        if memo.forms.len() > KEPT {
            memo.forget_rare();
        }
        let done = work(&mut memo);
        if let Ok(mut memos) = self.memos.lock() {
            memos.push(memo);
        }
        done
    }

    /// Where sentences end: by rule alone where there is no model of it.
    fn sentences(&self, text: &str, tokens: &[Span], blocks: &[Block], forms: &Forms) -> Vec<Range<usize>> {
        match &self.ends {
            Some(ends) => ends.split(text, tokens, blocks, forms),
            None => split_sentences(text, tokens, blocks),
        }
    }

    /// Parts of speech, one a token, and names in order (by their capitals where there is no trained
    /// tagger). `forms` are the memo's.
    fn tag(
        &self,
        memo: &mut Memo,
        text: &str,
        tokens: &[Span],
        sentences: &[Range<usize>],
        forms: &Forms,
    ) -> (Vec<Pos>, Vec<Named>) {
        let pos = match &self.pos {
            Some(tagger) => tagger.tag(forms, sentences, &mut memo.pos),
            None => vec![Pos::X; tokens.len()],
        };
        let names = match &self.names {
            Some(tagger) => {
                let view = ArticleView::new(text, tokens, sentences, forms, &pos, &self.lexicon);
                let found = tagger.find(&view, sentences, &mut memo.names);
                let named = |n: &NamedSpan| Some(Named { span: span_of(tokens, &n.tokens)?, kind: n.kind });
                found.iter().filter_map(named).collect()
            }
            None => {
                capital_names(&CorefInput { text, tokens, pos: &pos, traits: &[], sentences, names: &[] })
            }
        };
        (pos, names)
    }
}

/// From the first byte of the first token to the last byte of the last one.
fn span_of(tokens: &[Span], range: &Range<usize>) -> Option<Span> {
    let (first, last) = (tokens.get(range.start)?, tokens.get(range.end.checked_sub(1)?)?);
    Some(Span { start: first.start, end: last.end })
}
