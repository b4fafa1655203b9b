//! A corpus as one file, `.vbt`.
//!
//! All numbers are little-endian. The file has a header, a table of sections, and the sections:
//!
//! | at | bytes | what |
//! |---|---|---|
//! | 0 | 8 | `89 56 42 54 0D 0A 1A 0A`: broken by whatever takes the file for text |
//! | 8 | 4 | version of the layout, [`VERSION`] |
//! | 12 | 4 | number of sections |
//! | 16 | 8 | where the last section ends that must be read to open the corpus |
//! | 24 | 8 | length of the file |
//! | 32 | 8 | checksum of header (these eight bytes taken as 0) and table |
//! | 40 | 32 each | table: kind (4), number (4), offset (8), length (8), checksum (8) |
//!
//! Sections follow one another without gaps in the order of the table. Checksums are XXH64 with seed 0.
//! Kinds 1 to 15 make up the index, each there at most once; kind 16 is a *part*: texts, headlines and annotations of some
//! neighbouring articles, read when a row of them is shown. Kinds 17 to 19, in front of the parts, are read when the first
//! article is added. Kinds that a version does not know are ignored. Version 2 had no kinds 12 and 17 to 19, which may be
//! missing from a file of any version: they are made anew then. Kind 13 came later; in a file without it every place that is
//! named counts as one.
//!
//! | kind | what |
//! |---|---|
//! | 1 | where each article lies in the parts, and further origins of articles |
//! | 2 | dictionary: written words, folded terms, their order |
//! | 3 | columns of articles and quotations |
//! | 4 | entities, stories, same-quote groups |
//! | 5 | articles as numbers of words, and 6 the stretches of headline, body and so on: bytes |
//! | 7 | where each article ends in 5 and 6 |
//! | 8 | postings: bytes |
//! | 9 | where each term's postings end |
//! | 10 | the reader's corrections, where there are any; 3 and 4 are without them |
//! | 11 | why each spelling is one of its entity's, and the pairs of entities that may be one |
//! | 12 | whom the corrections of 10 are about: occurrences of their entities, spellings that are kept apart |
//! | 13 | entities of articles that only speak there and are no place: gaps between their numbers, where there are any |
//! | 17 | names, those that each article has, and pairs of names that may be one |
//! | 18 | quotations reduced to numbers of words, and pairs that may be one utterance |
//! | 19 | what tells reprints |
//!
//! Kinds 17 to 19 begin with a number that says by which rules they were made (eight bytes); a program with other rules
//! makes them anew from the articles. Sections 1 to 4, 7, 9 to 13 and, after that number, 17 to 19 are [postcard](https://postcard.jamesmunns.com) encodings of the crate's types. In a part every
//! article is its text in UTF-8, followed in postcard by its other fields with its sentences and where each quotation ends, by the quotations, and by the entities.

mod joining;
mod layout;
mod open;
mod save;

pub(crate) use joining::Joining;
pub(crate) use layout::Section;
pub use layout::{Damage, HEADER, VERSION, index_length};
pub use save::{SaveError, Written};
