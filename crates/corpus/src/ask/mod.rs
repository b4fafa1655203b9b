//! The query language: one grammar for the search box, the link and `verbatim query`.
//!
//! | typed | finds |
//! |---|---|
//! | `river board` | both words (AND); case and accents do not matter |
//! | `"river board"` | the words one after the other |
//! | `river OR lake`, `NOT dam`, `-dam`, `( … )` | either; without; grouping |
//! | `river near/5 flood` | both within five words, in either order |
//! | `engin*` | words that begin so |
//! | `enginer~`, `enginer~2` | words spelt nearly so: one letter off (two from six letters on), or as many as said |
//! | `=Board`, `="River Board"` | exactly these letters |
//! | `/flood(ed\|ing) of \w+/` | a regular expression over the text, case ignored |
//! | `speaker:` `about:` `person:` `org:` `place:` `outlet:` `agency:` `verb:` `verbfamily:` `type:` `stance:` `story:` `lang:` | a facet; entities by any of their names |
//! | `date:2031-02..2031-05` | published in these days; either end may be left out |
//! | `is:low-confidence` `is:anonymous` `is:undated` `is:boilerplate` | unsure, without a speaker, without a date, with words that are not the article's |
//! | `in:headline river` | looks for the other words of its group there: `headline`, `standfirst`, `body`, `caption`, `boilerplate`, `quote` |
//!
//! Precedence, the tightest first: `near/n`, `-`/`NOT`, AND (a space or `AND`), `OR`. Words in boilerplate are
//! found only with `in:boilerplate`.

mod parse;
mod scan;
mod tree;

pub use parse::{AskError, Parsed, parse};
pub use tree::{Ask, Form, Phrase, Place, Property, Term};
