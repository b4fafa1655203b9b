//! Who said what: quotation marks, cues, sources, contents.

mod addressee;
mod block;
mod chunk;
mod clauses;
mod confidence;
mod dialogue;
mod direct;
mod find;
mod headline;
mod lexicon;
mod link;
mod marks;
mod nested;
mod pieces;
mod reach;
mod repair;
mod reply;
mod state;
mod tagged;
mod taken;
mod tense;
mod told;
mod trailing;
mod traits;
mod transcript;
mod words;

pub use confidence::{CONFIDENCE_FEATURES, ConfidenceFeatures};
pub(crate) use direct::is_dash;
pub(crate) use find::{QuotationFinder, boilerplate};
pub use lexicon::{Cue, CueClass, CueLexicon};
pub use link::{Candidate, LINK_ROWS, LinkFeatures, Linker, cue_candidates, source_candidates};
pub use marks::{MarkStyle, Quoted, quoted_spans};
pub use pieces::{Piece, PieceKind, Place, pieces};
pub use state::{Stretch, quotation_inputs, quote_states};
pub(crate) use tagged::{Known, QuotationMemo};
pub use tense::{Tense, cue_tense};
pub(crate) use traits::{Trait, Traits};
pub(crate) use words::{DAYS, Words};

/// What the tests of rules look at: the source's words and the first content of each draft.
#[cfg(test)]
fn sources_and_contents(words: words::Words<'_>, drafts: &[direct::Draft]) -> Vec<(String, String)> {
    let shown = |draft: &direct::Draft| {
        let source = draft.source.as_ref().and_then(|source| words.span(source)).unwrap_or_default();
        (source.of(words.text).to_owned(), draft.content[0].of(words.text).to_owned())
    };
    drafts.iter().map(shown).collect()
}
