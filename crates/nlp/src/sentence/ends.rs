use super::gaps::{Gap, Paragraph};
use super::split::walk;
use crate::lexeme::Forms;
use crate::linear::{LabelSet, LinearModel};
use crate::model::{ByteReader, ByteWriter, ModelError};
use std::ops::Range;
use verbatim_article::{Block, Span};

/// Where sentences end, told by the rules and a linear model over what stands around each place: the
/// rules know full stops, the model greetings, signatures and titles that run into the text.
///
/// Weights are whole numbers, so that every machine decides alike.
#[derive(Clone, Debug)]
pub struct SentenceEnds {
    /// With one label, the end.
    model: LinearModel,
    /// What the sum must exceed where the rules see no end, and where they see one.
    thresholds: [i32; 2],
}

impl SentenceEnds {
    /// The section of the model file.
    pub const SECTION: &str = "sentences";

    /// A model. `weights` are [quantised](crate::linear::quantise), `2^n` of them; `thresholds` are what a
    /// sum must exceed where the rules see no end, and where they see one.
    ///
    /// # Errors
    /// When the weights are not `2^n`.
    pub fn new(weights: Vec<i8>, thresholds: [i32; 2]) -> Result<Self, ModelError> {
        let labels = LabelSet::new(vec!["end".to_owned()]);
        Ok(Self { model: LinearModel::new(labels, weights, vec![0; 2])?, thresholds })
    }

    /// Reads the section.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn read(section: &[u8]) -> Result<Self, ModelError> {
        let mut reader = ByteReader::new(section);
        let thresholds = [reader.u32()? as i32, reader.u32()? as i32];
        Ok(Self { model: LinearModel::read(&mut reader)?, thresholds })
    }

    /// The section.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut out = ByteWriter::new();
        self.thresholds.iter().for_each(|t| out.u32(*t as u32));
        self.model.write(&mut out);
        out.finish()
    }

    /// Groups tokens into sentences, as [`split_sentences`](super::split_sentences) does. `forms` are the
    /// forms of the tokens.
    #[must_use]
    pub fn split(&self, text: &str, tokens: &[Span], blocks: &[Block], forms: &Forms) -> Vec<Range<usize>> {
        let [quiet, ended] = self.thresholds;
        let (mut features, mut scores) = (Vec::new(), vec![0i16; self.model.width()]);
        walk_places(text, tokens, blocks, forms, |place| {
            features.clear();
            place.gap.words(&mut |f| features.push(f));
            let threshold = if place.ruled { ended } else { quiet };
            // Two places of three are as good as decided by the words around them.
            let ends = match self.add(&features, &mut scores) - threshold {
                words if place.ruled && words > SURE => true,
                words if !place.ruled && words < -HOPELESS => false,
                _ => {
                    features.clear();
                    place.gap.others(&mut |f| features.push(f));
                    self.add(&features, &mut scores) > threshold
                }
            };
            scores.fill(0);
            ends
        })
    }

    /// Adds the features' weights; the sum so far.
    fn add(&self, features: &[u32], scores: &mut [i16]) -> i32 {
        self.model.add(features, scores);
        scores.first().copied().map_or(0, i32::from)
    }
}

/// How far the sum over the single words must be beyond the threshold for the rest not to be asked: where the rules end a
/// sentence, and where they do not. In ewt.dev the rest turned around none beyond 9 and 71.
const SURE: i32 = 45;
const HOPELESS: i32 = 90;

/// A place between two tokens that may end a sentence.
pub struct GapPlace<'g> {
    /// The token after it.
    pub next: usize,
    /// Whether the rules end a sentence here.
    pub ruled: bool,
    gap: &'g Gap<'g, 'g>,
}

impl GapPlace<'_> {
    /// Names what speaks for and against an end.
    pub fn features(&self, out: &mut dyn FnMut(u32)) {
        self.gap.features(out);
    }
}

/// Groups tokens into sentences that end where `ends` says, which is asked at every place that is
/// open: for training.
pub fn walk_places(
    text: &str,
    tokens: &[Span],
    blocks: &[Block],
    forms: &Forms,
    mut ends: impl FnMut(&GapPlace<'_>) -> bool,
) -> Vec<Range<usize>> {
    let mut paragraph = Paragraph::default();
    walk(text, tokens, blocks, |reader, range, ruled| {
        if !paragraph.is(range) {
            paragraph = Paragraph::new(reader, range, forms);
        }
        let gap = Gap { reader, forms, paragraph: &paragraph, ruled };
        if !gap.is_open() {
            return ruled.ends;
        }
        ends(&GapPlace { next: ruled.next, ruled: ruled.ends, gap: &gap })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexeme::Lexicon;
    use crate::linear::quantise;
    use crate::sentence::split_sentences;
    use crate::token::tokenize;

    fn split(model: &SentenceEnds, text: &str) -> Vec<String> {
        let tokens = tokenize(text);
        let forms = Forms::new(text, &tokens, &Lexicon::default());
        let sentences = model.split(text, &tokens, &[], &forms);
        assert!(sentences.iter().all(|s| !s.is_empty()));
        assert_eq!(sentences.iter().map(ExactSizeIterator::len).sum::<usize>(), tokens.len());
        sentences
            .iter()
            .map(|s| text[tokens[s.start].start as usize..tokens[s.end - 1].end as usize].to_owned())
            .collect()
    }

    #[test]
    fn thresholds_decide_where_weights_say_nothing() {
        let text = "Dear Ida, the port (it is old) is closed. Regards Emil Strand e.g. Orvik\nThe end. of it";
        let tokens = tokenize(text);
        let rules = split_sentences(text, &tokens, &[]).len();
        let as_ruled = SentenceEnds::new(vec![0; 16], [0, -1]).unwrap();
        assert_eq!(split(&as_ruled, text).len(), rules);
        // Nothing but line breaks.
        let never = SentenceEnds::new(vec![0; 16], [0, 0]).unwrap();
        assert_eq!(
            split(&never, text),
            ["Dear Ida, the port (it is old) is closed. Regards Emil Strand e.g. Orvik", "The end. of it"]
        );
        // Every open place: not before a small word after a word, nor after "e.g.".
        let always = split(&SentenceEnds::new(vec![0; 16], [-1, -1]).unwrap(), text);
        assert!(always.len() > rules);
        assert!(always.contains(&"Strand e.g. Orvik".to_owned()), "{always:?}");
        assert!(always.contains(&"the port".to_owned()), "{always:?}");
    }

    #[test]
    fn section_comes_back() {
        let weights = (0..64).map(|i| quantise(i as f32 - 30.0, 1.0)).collect();
        let model = SentenceEnds::new(weights, [12, -3]).unwrap();
        let section = model.write();
        let again = SentenceEnds::read(&section).unwrap();
        assert_eq!((again.write(), again.thresholds), (section.clone(), [12, -3]));
        for cut in 0..section.len() {
            assert!(SentenceEnds::read(&section[..cut]).is_err(), "cut at {cut}");
        }
        assert!(SentenceEnds::new(vec![0; 12], [0, 0]).is_err());
    }

    #[test]
    fn any_text() {
        let weights = (0..64).map(|i| quantise(i as f32 - 31.5, 1.0)).collect();
        let model = SentenceEnds::new(weights, [0, 0]).unwrap();
        for text in [
            "",
            " ",
            "\n\n",
            ".",
            "…",
            "A",
            ". . .",
            "\u{200b}\u{200d}",
            "شلوم אב. 東京。",
            "((((",
            "\"\"\"'",
        ] {
            split(&model, text);
        }
        split(&model, &"Harrow, Olin ".repeat(2000));
    }
}
