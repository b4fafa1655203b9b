use crate::coref::{CorefInput, Named, PronounExample, capital_names, pronoun_examples, resolve};
use crate::model::ModelFile;
use crate::quote::{QuotationFinder, QuotationModel};
use crate::sentence::split_sentences;
use crate::token::tokenize;
use crate::{Document, ModelError, Pos, Token};
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
}

/// Reads articles. Made once from a model file, used for any number of articles, from any thread.
#[derive(Debug, Default)]
pub struct Annotator {
    quotations: QuotationFinder,
}

impl Annotator {
    /// An annotator that works by rule alone: direct quotations and the names beside them.
    #[must_use]
    pub fn rules() -> Self {
        Self::default()
    }

    /// An annotator with a trained model (`models/en.bin`).
    ///
    /// # Errors
    /// When the bytes are not a model, or are one of another version.
    pub fn from_model(bytes: &[u8]) -> Result<Self, ModelError> {
        let file = ModelFile::read(bytes)?;
        Ok(Self { quotations: QuotationFinder::with_model(QuotationModel::read(&file)?) })
    }

    /// Reads one article.
    #[must_use]
    pub fn annotate(&self, input: Input<'_>) -> Document {
        let tokens = tokenize(input.text);
        let sentences = split_sentences(input.text, &tokens, input.blocks);
        let span_of = |range: &std::ops::Range<usize>| {
            let (first, last) = (tokens.get(range.start)?, tokens.get(range.end.checked_sub(1)?)?);
            Some(Span { start: first.start, end: last.end })
        };
        let (pos, names) = by_rule(input.text, &tokens, &sentences);
        let mut quotations =
            self.quotations.find(input.text, &tokens, &sentences, input.blocks, &mut Vec::new());
        let given =
            CorefInput { text: input.text, tokens: &tokens, pos: &pos, sentences: &sentences, names: &names };
        let entities = resolve(given, &mut quotations);
        Document {
            entities,
            quotations,
            sentences: sentences.iter().filter_map(span_of).collect(),
            tokens: tokens.iter().map(|&span| Token { span, pos: Pos::X }).collect(),
        }
    }

    /// What coreference decides about "he" and "she" in a text, for training.
    #[must_use]
    pub fn pronoun_examples(&self, text: &str) -> Vec<PronounExample> {
        let tokens = tokenize(text);
        let sentences = split_sentences(text, &tokens, &[]);
        let (pos, names) = by_rule(text, &tokens, &sentences);
        let quotations = self.quotations.find(text, &tokens, &sentences, &[], &mut Vec::new());
        let given = CorefInput { text, tokens: &tokens, pos: &pos, sentences: &sentences, names: &names };
        pronoun_examples(given, &quotations)
    }
}

/// Names by their capitals, and no parts of speech.
fn by_rule(text: &str, tokens: &[Span], sentences: &[std::ops::Range<usize>]) -> (Vec<Pos>, Vec<Named>) {
    let pos = vec![Pos::X; tokens.len()];
    let names = capital_names(&CorefInput { text, tokens, pos: &pos, sentences, names: &[] });
    (pos, names)
}
