//! Saved web pages: the article within the page, and what the page's markup says about it.
mod body;
mod boxes;
mod date_words;
mod dates;
mod dom;
mod headline;
mod json_ld;
mod markup;
mod page;
mod signs;
mod site;

pub(crate) use dom::{Dom, Id};
pub(crate) use page::{plain, plain_lines, read, read_part, text_of};
