//! What the worker and its helpers say to each other, in the same envelopes as page and worker.

use crate::protocol::{Choice, ModelState, Noticed, Preview, RequestId};
use serde::{Deserialize, Serialize};
use verbatim_article::Article;
use verbatim_nlp::Document;

/// An article and what was understood of it.
pub type Understood = (Article, Document);

/// What a helper is asked for.
#[derive(Serialize, Deserialize)]
pub enum ToHelper {
    /// Read a file.
    Read {
        /// Its number.
        file: u32,
        /// Its path.
        name: String,
        /// Where its bytes are: fetched from here beside the page, or, without it, in the file that
        /// travels with the message.
        beside: Option<String>,
        /// What the reader decided about it.
        choice: Option<Choice>,
    },
    /// Look into the file that travels with the message.
    Preview {
        /// The page's request, to be answered.
        request: RequestId,
        /// Its path.
        name: String,
        /// What is decided so far.
        choice: Choice,
    },
    /// Understand articles of a file: a part that [`FromHelper::Read`] left over.
    Understand {
        /// The file's number.
        file: u32,
        /// The part's number.
        part: u32,
        /// Encoded articles.
        articles: Vec<u8>,
    },
    /// Rest for so many milliseconds from now, as soon as an article is done.
    Hold(u32),
}

/// What a helper answers.
#[derive(Serialize, Deserialize)]
pub enum FromHelper {
    /// It can work.
    Ready {
        /// Its [`crate::protocol::BUILD`].
        build: String,
        /// How it reads sentences.
        model: ModelState,
    },
    /// A file was read and its first articles understood.
    Read {
        /// The file's number.
        file: u32,
        /// Its first articles.
        understood: Vec<Understood>,
        /// What was noticed about it.
        noticed: Noticed,
        /// The other articles, encoded, in parts that any helper can take.
        rest: Vec<Vec<u8>>,
    },
    /// A part was understood.
    Understood {
        /// The file's number.
        file: u32,
        /// The part's number.
        part: u32,
        /// Its articles.
        understood: Vec<Understood>,
    },
    /// What a file holds.
    Preview {
        /// The page's request.
        request: RequestId,
        /// What was found.
        preview: Preview,
    },
    /// The helper cannot go on.
    Died {
        /// Why.
        message: String,
    },
}
