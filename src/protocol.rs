//! What the page and its worker say to each other. Messages are postcard bytes; files travel
//! beside them, as the browser's own `File` objects, and are read in the worker.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use verbatim_article::{Article, ArticleId, BlockKind, PartialDate};
use verbatim_corpus::{Correction, Reader, SuggestionRow, View, ViewRequest};
use verbatim_ingest::Problem;

/// Made from the sources: a page and a worker of different builds do not talk to each other.
pub const BUILD: &str = env!("VERBATIM_BUILD");

/// Number of a request, to find its answer by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RequestId(pub u32);

/// From the page to the worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToWorker {
    /// To answer with.
    pub id: RequestId,
    /// What is wanted.
    pub request: Request,
}

/// What the page can ask for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Read the files that travel with the message; their paths, in the same order.
    Import {
        /// One path a file.
        names: Vec<String>,
        /// What the reader decided about them.
        choice: Choice,
    },
    /// What the file that travels with the message holds; nothing of it is kept.
    Preview {
        /// Its path.
        name: String,
        /// What is decided so far.
        choice: Choice,
    },
    /// Read pasted text or markup, as if it were a file of that name.
    Paste {
        /// The name that problems and origins are shown under.
        name: String,
        /// What was pasted.
        text: String,
    },
    /// Files will come soon: load what reads them.
    Prepare,
    /// Somebody is about to do something: fetch what the first view does without.
    Rest,
    /// Fetch and read the sample that lies beside the page.
    Sample,
    /// Stop reading; what is done stays.
    Cancel,
    /// Drop every article.
    Clear,
    /// Keep the articles on this computer from now on, or forget what is kept.
    Keep {
        /// Keep rather than forget.
        on: bool,
    },
    /// The corpus as a file.
    Save,
    /// Answer a question.
    View(Box<ViewRequest>),
    /// One article for the reader, with the hits of these words.
    Read {
        /// Which article.
        article: ArticleId,
        /// The words searched for.
        words: String,
    },
    /// The next row whose first words begin with some letters, going round.
    Find {
        /// The list: its offset is the row to begin after.
        view: Box<ViewRequest>,
        /// The letters; case and accents do not count.
        letters: String,
    },
    /// Put something right, or take that back.
    Change(Change),
    /// What is put right, and what may be.
    Corrections,
    /// The quotation before or after one, among all by one speaker, oldest first.
    Neighbour {
        /// The speaker's key in the speaker facet.
        speaker: String,
        /// The article and the number of the quotation in it.
        of: (ArticleId, u32),
        /// After rather than before.
        forward: bool,
    },
}

/// What the reader decides about a file before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// For tables: field of an article to column, as in [`verbatim_ingest::Options`].
    pub columns: BTreeMap<String, String>,
    /// Articles that are not wanted, by their number in the file.
    pub without: BTreeSet<u32>,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// Its articles in order.
    pub articles: Vec<Previewed>,
    /// How much could not be read.
    pub problems: u32,
    /// Its columns, when it is a table.
    pub columns: Option<PreviewColumns>,
}

/// One article of a file that is not read yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previewed {
    /// Its headline.
    pub headline: Option<String>,
    /// Its first words.
    pub begins: String,
    /// Its outlet.
    pub outlet: Option<String>,
    /// Its date.
    pub published: Option<PartialDate>,
    /// How long it is.
    pub words: u32,
}

impl Previewed {
    /// What is shown of an article.
    #[must_use]
    pub fn new(article: Article) -> Self {
        let body = article.blocks.iter().find(|block| block.kind == BlockKind::Body);
        let body = body.map_or(article.text.as_str(), |block| block.span.of(&article.text));
        Self {
            headline: article.headline,
            begins: body.split_whitespace().take(12).collect::<Vec<_>>().join(" "),
            outlet: article.outlet,
            published: article.published,
            words: u32::try_from(article.text.split_whitespace().count()).unwrap_or(u32::MAX),
        }
    }
}

/// The columns of a table, as in [`verbatim_ingest::Columns`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewColumns {
    /// Their names.
    pub names: Vec<String>,
    /// Field to column.
    pub fields: BTreeMap<String, String>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
}

/// What the reader does to the log of corrections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Change {
    /// Put something right.
    Make(Correction),
    /// Some spellings of a name are somebody else's.
    Split {
        /// Key of the name.
        entity: String,
        /// The spellings.
        spellings: Vec<String>,
        /// The other one's name.
        name: String,
    },
    /// Take back the last correction.
    Undo,
    /// Make it again.
    Redo,
    /// Take back one of them, by its number from 0.
    TakeBack(u32),
    /// Make the corrections of a saved log, one JSON object a line.
    Replay(String),
}

/// The log of corrections, and what may be put right.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrections {
    /// The corrections that hold, in order.
    pub steps: Vec<Correction>,
    /// What [`Change::Redo`] would make again.
    pub undone: Option<Correction>,
    /// Pairs of names that may be one, the likeliest first; the first [`MOST_SUGGESTIONS`].
    pub suggestions: Vec<SuggestionRow>,
    /// All such pairs.
    pub suggested: u32,
    /// The log as a file.
    pub lines: String,
}

/// Suggestions that are told at once.
pub const MOST_SUGGESTIONS: usize = 60;

/// From the worker to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// The answer to one request.
    Answer {
        /// The request's number.
        id: RequestId,
        /// Its answer.
        response: Response,
    },
    /// Something that happened by itself.
    Event(Event),
}

/// Answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Response {
    /// Understood; what follows comes as events.
    Accepted,
    /// To [`Request::View`].
    View(Box<View>),
    /// To [`Request::Read`]; `None` when there is no such article.
    Reader(Option<Box<Reader>>),
    /// To [`Request::Neighbour`]; `None` at either end.
    Neighbour(Option<(ArticleId, u32)>),
    /// To [`Request::Find`].
    Found(Option<u32>),
    /// To [`Request::Change`]: what came of it, or why nothing was changed.
    Changed(Result<Changed, String>),
    /// To [`Request::Corrections`].
    Corrections(Box<Corrections>),
    /// To [`Request::Preview`].
    Preview(Box<Preview>),
    /// To [`Request::Save`]: the file's bytes, or why there is none.
    Saved(Result<Vec<u8>, String>),
}

/// What came of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Steps of a replayed log that did not fit.
    pub skipped: u32,
    /// The log as it is now, one JSON object a line: for another worker, should this one die.
    pub log: String,
}

/// What the worker tells unasked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker is up.
    Ready {
        /// Its [`BUILD`].
        build: String,
    },
    /// How sentences are read from now on.
    Model(ModelState),
    /// What lies beside the page is about to be read.
    Collection {
        /// What it is called.
        title: String,
        /// Whether it is somebody's own and not the sample.
        own: bool,
    },
    /// Whether articles are kept on this computer.
    Kept(Kept),
    /// How far reading has come.
    Progress(Progress),
    /// What was noticed while reading, as it turns up.
    Noticed(Noticed),
    /// The worker cannot go on; the page starts another.
    Died {
        /// Why, for the person who reports it.
        message: String,
    },
}

/// What was noticed while reading files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noticed {
    /// What could not be read, or was damaged.
    pub problems: Vec<Problem>,
    /// What was decided or mended and lost nothing, as in [`verbatim_ingest::Reading::notes`].
    pub notes: Vec<Problem>,
}

impl Noticed {
    /// Nothing but problems.
    #[must_use]
    pub const fn problems(problems: Vec<Problem>) -> Self {
        Self { problems, notes: Vec::new() }
    }

    /// Whether there is nothing to tell.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.problems.is_empty() && self.notes.is_empty()
    }
}

/// Whether the trained model is there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ModelState {
    /// It has not been looked for yet.
    #[default]
    Unknown,
    /// It is in use.
    Trained,
    /// It is missing or unusable: rules alone, which find less.
    RulesOnly {
        /// What was wrong with it.
        reason: String,
    },
}

/// Whether articles are kept on this computer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    /// No.
    #[default]
    No,
    /// They were kept before and are open now.
    Reopened,
    /// They are saved after each reading; bytes of the last save.
    Yes {
        /// Size on this computer.
        bytes: u32,
    },
    /// They could not be kept.
    Failed {
        /// Why.
        reason: String,
    },
}

/// How far reading has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Whether anything is left to do.
    pub running: bool,
    /// Whether the last reading was stopped by the reader.
    pub cancelled: bool,
    /// Whether what is read is the sample.
    pub sample: bool,
    /// Files handed over since reading began.
    pub files: u32,
    /// Files read to their end.
    pub files_done: u32,
    /// How much is done of the file after these, in thousandths.
    pub share: u16,
    /// Articles understood since reading began.
    pub articles: u32,
    /// Articles that were there already.
    pub duplicates: u32,
    /// The file at hand.
    pub current: String,
    /// Articles in the whole corpus.
    pub corpus: u32,
    /// Megabytes of memory that the worker has taken; it gives none back before the page is closed.
    pub memory: u32,
    /// Grows whenever the corpus changes: a view of an older version is out of date.
    pub version: u32,
}

/// Bytes of a message.
///
/// # Errors
/// When the message cannot be encoded, which only lack of memory brings about.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, String> {
    postcard::to_allocvec(message).map_err(|error| error.to_string())
}

/// A message from its bytes.
///
/// # Errors
/// When the bytes are not such a message: the other side is of another build.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, String> {
    postcard::from_bytes(bytes).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use verbatim_corpus::{CountBy, Facet, FacetRequest, Filter, Query};

    #[test]
    fn messages_survive_the_way() {
        let view = ViewRequest {
            query: Query {
                text: "“pipeline” Çelik".to_owned(),
                filters: vec![Filter { facet: Facet::Speaker, key: "orla-fenn".to_owned(), exclude: true }],
                dates: None,
            },
            count_by: CountBy::Stories,
            facets: vec![FacetRequest {
                facet: Facet::Outlet,
                search: "her".to_owned(),
                offset: 0,
                limit: 12,
            }],
            limit: 80,
            ..ViewRequest::default()
        };
        let message = ToWorker { id: RequestId(7), request: Request::View(Box::new(view)) };
        let bytes = encode(&message).unwrap();
        assert_eq!(decode::<ToWorker>(&bytes).unwrap(), message);

        let event = FromWorker::Event(Event::Progress(Progress { files: 3, ..Progress::default() }));
        assert_eq!(decode::<FromWorker>(&encode(&event).unwrap()).unwrap(), event);
    }

    #[test]
    fn foreign_bytes_are_refused() {
        assert!(decode::<FromWorker>(&[250, 1, 2]).is_err());
        assert!(decode::<ToWorker>(&[]).is_err());
    }
}
